package io.patternsdk.session.protection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key of 32 bytes, of which each session gets keys of its own: so many are written with one of
 * these that random nonces never come near to be repeated. Thread-safe.
 */
final class StoreKey {
  static final String EXPECTED =
      "32 bytes in hexadecimal or Base64, from openssl rand -hex 32, say";
  private static final String HMAC = "HmacSHA256";
  private static final int BYTES = 32;

  private final SecretKeySpec whole;

  StoreKey(String text) {
    byte[] bytes =
        bytes(text).orElseThrow(() -> new IllegalArgumentException("a key is not " + EXPECTED));
    this.whole = new SecretKeySpec(bytes, HMAC);
  }

  static boolean is(String text) {
    return bytes(text).isPresent();
  }

  private static Optional<byte[]> bytes(String text) {
    try {
      byte[] bytes =
          text.length() == 2 * BYTES
              ? HexFormat.of().parseHex(text)
              : Base64.getDecoder().decode(text);
      return Optional.of(bytes).filter(found -> found.length == BYTES);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns the key by which values of a session are encrypted. */
  SecretKeySpec encrypting(String session) {
    return new SecretKeySpec(hmac(whole, "encrypt " + session), "AES");
  }

  /** Returns the key by which values of a session are authenticated. */
  SecretKeySpec sealing(String session) {
    return new SecretKeySpec(hmac(whole, "seal " + session), HMAC);
  }

  private static byte[] hmac(SecretKeySpec key, String text) {
    return hmac(key, text.getBytes(UTF_8));
  }

  static byte[] hmac(SecretKeySpec key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }

  @Override
  public String toString() {
    return "***";
  }
}
