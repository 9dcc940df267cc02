package io.patternsdk.http;

import io.patternsdk.core.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Lets requests pass that bear the token (RFC 6750); the secret is read again for each. */
record BearerToken(Secret token) implements Authenticator {
  private static final String SCHEME = "Bearer ";

  @Override
  public void authenticate(Request request) {
    String header = request.header("Authorization").orElse("");
    boolean bearer = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    if (!bearer || !matches(header.substring(SCHEME.length()).strip())) {
      throw HttpProblem.of(401, "Unauthorized", "send Authorization: Bearer with the right token")
          .header("WWW-Authenticate", "Bearer");
    }
  }

  private boolean matches(String offered) {
    return MessageDigest.isEqual(
        offered.getBytes(StandardCharsets.UTF_8), token.reveal().getBytes(StandardCharsets.UTF_8));
  }
}
