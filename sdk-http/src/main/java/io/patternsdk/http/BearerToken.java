package io.patternsdk.http;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Secret;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets requests pass that bear the token (RFC 6750); the secret is read again for each. While it
 * cannot be read, nobody passes, and nobody is told that his token is wrong: it may be right.
 */
final class BearerToken implements Authenticator {
  private static final Logger LOG = System.getLogger(BearerToken.class.getName());
  private static final String SCHEME = "Bearer ";

  private final Secret token;
  private final AtomicBoolean lost = new AtomicBoolean();

  BearerToken(Secret token) {
    this.token = token;
  }

  @Override
  public Caller authenticate(Request request) {
    byte[] right = token();
    String header = request.header("Authorization").orElse("");
    boolean bearer = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    if (!bearer || !MessageDigest.isEqual(bytes(header.substring(SCHEME.length())), right)) {
      throw HttpProblem.of(401, "Unauthorized", "send Authorization: Bearer with the right token")
          .header("WWW-Authenticate", "Bearer");
    }
    return Caller.anybody();
  }

  private byte[] token() {
    String read;
    try {
      read = token.reveal().strip();
    } catch (ConfigException e) {
      throw lost(String.valueOf(e.getMessage()));
    }
    if (read.isEmpty()) {
      throw lost("http.token is empty");
    }
    if (lost.compareAndSet(true, false)) {
      LOG.log(Level.INFO, "the token can be read again");
    }
    return bytes(read);
  }

  private HttpProblem lost(String why) {
    if (lost.compareAndSet(false, true)) {
      LOG.log(Level.ERROR, "nobody is let in, because the token cannot be read: " + why);
    }
    return Problems.unavailable("unavailable", "no token can be checked at the moment")
        .header("Retry-After", "1");
  }

  private static byte[] bytes(String text) {
    return text.strip().getBytes(StandardCharsets.UTF_8);
  }
}
