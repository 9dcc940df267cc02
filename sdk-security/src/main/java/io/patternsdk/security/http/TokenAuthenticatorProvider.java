package io.patternsdk.security.http;

import io.patternsdk.core.Clock;
import io.patternsdk.http.Authenticator;
import io.patternsdk.http.AuthenticatorProvider;
import io.patternsdk.lifecycle.config.AuthConfig;
import io.patternsdk.security.TokenValidator;

/** Makes a {@link TokenAuthenticator} of {@code http.auth}. */
public final class TokenAuthenticatorProvider implements AuthenticatorProvider {

  /** For {@link java.util.ServiceLoader}. */
  public TokenAuthenticatorProvider() {}

  @Override
  public Authenticator authenticator(AuthConfig auth, Clock clock) {
    TokenValidator.Builder builder =
        TokenValidator.builder(auth.issuer())
            .audience(auth.audience())
            .algorithms(auth.algorithms())
            .clockSkew(auth.clockSkew())
            .rolesClaim(auth.rolesClaim())
            .clock(clock);
    auth.keys().ifPresent(builder::keys);
    auth.keysFile().ifPresent(builder::keys);
    return new TokenAuthenticator(builder.build());
  }
}
