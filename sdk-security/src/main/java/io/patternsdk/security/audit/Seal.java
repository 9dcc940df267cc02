package io.patternsdk.security.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.config.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the hash of a line from that of the line before and its text: SHA-256, or HMAC-SHA-256 with
 * a key, without which nobody makes one. For one thread.
 */
final class Seal {
  private static final String HMAC = "HmacSHA256";
  private static final int FEWEST = 32;

  /** Which key it is, without saying anything of it; empty without one. */
  private final String keyId;

  private final Hash hash;

  @FunctionalInterface
  private interface Hash {
    byte[] of(byte[] previous, byte[] text);
  }

  private Seal(String keyId, Hash hash) {
    this.keyId = keyId;
    this.hash = hash;
  }

  static Seal plain() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return new Seal(
          "",
          (previous, text) -> {
            digest.update(previous);
            return digest.digest(text);
          });
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Returns one with a key.
   *
   * @throws IllegalArgumentException if the key has fewer than 32 characters
   */
  static Seal with(Secret key) {
    byte[] bytes = key.reveal().strip().getBytes(UTF_8);
    if (bytes.length < FEWEST) {
      throw new IllegalArgumentException(
          "the key of the audit log has " + bytes.length + " characters; expected at least 32");
    }
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(bytes, HMAC));
      String id = HexFormat.of().formatHex(mac.doFinal("key id".getBytes(UTF_8)), 0, 4);
      return new Seal(
          id,
          (previous, text) -> {
            mac.update(previous);
            return mac.doFinal(text);
          });
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  String keyId() {
    return keyId;
  }

  /** Returns the link behind {@code previous} of a line with this text. */
  Link next(Link previous, byte[] text) {
    byte[] made = hash.of(previous.bytes(), text);
    return new Link(previous.line() + 1, HexFormat.of().formatHex(made));
  }
}
