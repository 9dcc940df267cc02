package io.patternsdk.security;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys from where the issuer publishes them: the address that was set, or that which its
 * metadata names (OpenID Connect Discovery 1.0).
 */
final class PublishedKeys implements JWKSetSource<SecurityContext> {
  private final String issuer;
  private final Optional<URI> keys;
  private final Fetch fetch;

  PublishedKeys(String issuer, Optional<URI> keys, Fetch fetch) {
    this.issuer = issuer;
    this.keys = keys;
    this.fetch = fetch;
  }

  @Override
  public JWKSet getJWKSet(
      JWKSetCacheRefreshEvaluator evaluator, long now, @Nullable SecurityContext context)
      throws JWKSetUnavailableException {
    try {
      return JWKSet.parse(fetch.text(keys.isPresent() ? keys.get() : discovered()));
    } catch (IOException | ParseException | JsonException | IllegalArgumentException e) {
      throw new JWKSetUnavailableException(String.valueOf(e.getMessage()), e);
    }
  }

  private URI discovered() throws IOException {
    URI metadata = URI.create(issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration");
    JsonObject json = JsonObject.parse(fetch.text(metadata));
    if (!json.string("issuer").equals(issuer)) {
      throw new IOException(metadata + " is that of another issuer, not of " + issuer);
    }
    return TokenValidator.safe("jwks_uri", URI.create(json.string("jwks_uri")));
  }

  @Override
  public void close() {
    // connections end by themselves
  }
}
