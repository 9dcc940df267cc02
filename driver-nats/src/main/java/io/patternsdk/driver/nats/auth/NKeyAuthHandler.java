package io.patternsdk.driver.nats.auth;

import io.nats.client.AuthHandler;
import io.patternsdk.core.config.Secret;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers the server's challenge with a key; the secret may have changed since the last one. */
public final class NKeyAuthHandler implements AuthHandler {
  private final Supplier<UserKey> key;
  private final Supplier<@Nullable String> token;

  private NKeyAuthHandler(Supplier<UserKey> key, Supplier<@Nullable String> token) {
    this.key = key;
    this.token = token;
  }

  /** A key that the server knows. */
  public static NKeyAuthHandler seed(Secret seed) {
    return new NKeyAuthHandler(() -> UserKey.of(seed.reveal()), () -> null);
  }

  /** A key of a user whom the server knows by a signed token. */
  public static NKeyAuthHandler creds(Secret content) {
    return new NKeyAuthHandler(
        () -> UserKey.of(behind(content.reveal(), 3)), () -> behind(content.reveal(), 1));
  }

  /** The line behind the n-th row of dashes. */
  private static String behind(String content, int dashes) {
    int seen = 0;
    for (String line : content.lines().map(String::strip).toList()) {
      if (line.startsWith("-")) {
        seen++;
      } else if (seen == dashes && !line.isEmpty()) {
        return line;
      }
    }
    throw new IllegalArgumentException("the credentials hold no token and seed");
  }

  @Override
  public byte[] sign(byte[] nonce) {
    return key.get().sign(nonce);
  }

  @Override
  public char[] getID() {
    return key.get().publicKey().toCharArray();
  }

  @Override
  public char @Nullable [] getJWT() {
    String now = token.get();
    return now == null ? null : now.toCharArray();
  }
}
