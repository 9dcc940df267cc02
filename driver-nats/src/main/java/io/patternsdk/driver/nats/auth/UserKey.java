package io.patternsdk.driver.nats.auth;

import io.nats.client.support.Encoding;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;

/**
 * The key pair of a user, as NATS writes it (an NKey), with the Ed25519 of the JDK. The client's
 * own would bring six megabytes of cryptography along.
 */
final class UserKey {
  private static final int SEED_PREFIX = 18 << 3; // S
  private static final int SEED_BYTES = 32;

  private final byte type;
  private final KeyPair pair;

  private UserKey(byte type, KeyPair pair) {
    this.type = type;
    this.pair = pair;
  }

  /**
   * Reads a seed, such as {@code SU…}.
   *
   * @throws IllegalArgumentException if it is none; the message does not show it
   */
  static UserKey of(String seed) {
    byte[] raw = decoded(seed);
    byte type = (byte) (((raw[0] & 7) << 5) | ((raw[1] & 0xf8) >>> 3));
    return new UserKey(type, pair(Arrays.copyOfRange(raw, 2, 2 + SEED_BYTES)));
  }

  private static byte[] decoded(String seed) {
    String text = seed.strip();
    byte[] raw = text.matches("[A-Z2-7]{58}") ? Encoding.base32Decode(text.toCharArray()) : null;
    if (raw == null
        || raw.length != SEED_BYTES + 4
        || (raw[0] & 0xf8) != SEED_PREFIX
        || !Arrays.equals(withChecksum(Arrays.copyOf(raw, SEED_BYTES + 2)), raw)) {
      throw new IllegalArgumentException("the seed of a key pair is malformed");
    }
    return raw;
  }

  /**
   * Of the JDK, only the generator computes a public key; it asks for one random number, the seed.
   */
  private static KeyPair pair(byte[] seed) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(255, new Given(seed));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no Ed25519", e);
    }
  }

  /** What the server has challenged us with, signed. */
  byte[] sign(byte[] challenge) {
    PrivateKey key = pair.getPrivate();
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(challenge);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign", e);
    }
  }

  /** The public half, such as {@code U…}. */
  String publicKey() {
    byte[] encoded = pair.getPublic().getEncoded();
    byte[] plain = new byte[1 + SEED_BYTES];
    plain[0] = type;
    System.arraycopy(encoded, encoded.length - SEED_BYTES, plain, 1, SEED_BYTES);
    return new String(Encoding.base32Encode(withChecksum(plain)));
  }

  /** Two bytes more: the CRC-16 of XMODEM, the lower one first. */
  private static byte[] withChecksum(byte[] bytes) {
    int crc = 0;
    for (byte next : bytes) {
      crc ^= (next & 0xff) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ 0x1021;
      }
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 2);
    longer[bytes.length] = (byte) crc;
    longer[bytes.length + 1] = (byte) (crc >>> 8);
    return longer;
  }

  /** A source of one number that is known. */
  private static final class Given extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final byte[] number;

    Given(byte[] number) {
      this.number = number;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      if (bytes.length != number.length) {
        throw new IllegalStateException("this JDK makes an Ed25519 key of " + bytes.length);
      }
      System.arraycopy(number, 0, bytes, 0, number.length);
    }
  }
}
