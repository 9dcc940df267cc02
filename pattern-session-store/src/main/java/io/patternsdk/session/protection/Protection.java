package io.patternsdk.session.protection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.session.protection.ProtectionSettings.Unprotected;
import io.patternsdk.session.protection.RefusedValueException.Kind;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Values as they are stored: encrypted, or readable with an HMAC, both of which hold for one
 * session and one name only. A protected value is a byte for its form, a byte for the length of the
 * key's id, that id, a nonce or the HMAC, and the value; others begin with another byte.
 * Thread-safe.
 */
public final class Protection {
  private static final byte SEALED = 2;
  private static final byte ENCRYPTED = 3;
  private static final int HEAD = 2;
  private static final int MAC = 16;
  private static final int NONCE = 12;
  private static final int TAG = 16;
  private static final String CIPHER = "AES/GCM/NoPadding";

  private final ProtectionSettings settings;
  private final Map<String, StoreKey> keys = new TreeMap<>();
  private final SecureRandom random = new SecureRandom();

  /** Reads the keys, once: under an id there is always the same. */
  public Protection(ProtectionSettings settings) {
    this.settings = settings;
    settings.keys().forEach((id, secret) -> keys.put(id, new StoreKey(secret.reveal())));
  }

  /** Tells whether there are keys. */
  public boolean hasKeys() {
    return !keys.isEmpty();
  }

  /** Tells whether what is written is protected. */
  public boolean writes() {
    return settings.writeKey().isPresent();
  }

  /** Tells whether there is a key of this id. */
  public boolean knows(String id) {
    return keys.containsKey(id);
  }

  /** Returns the id of the key that is written with. */
  public Optional<String> writeKey() {
    return settings.writeKey();
  }

  private boolean encrypts(String name) {
    return settings.encrypted().contains(ProtectionSettings.ALL)
        || settings.encrypted().contains(name);
  }

  /** Returns by how many bytes the value of an attribute grows. */
  public int overhead(String name) {
    return settings
        .writeKey()
        .map(id -> HEAD + id.length() + (encrypts(name) ? NONCE + TAG : MAC))
        .orElse(0);
  }

  /** Returns the value of an attribute as it is stored; as it is where nothing is protected. */
  public byte[] protect(String session, String name, byte[] value) {
    if (settings.writeKey().isEmpty()) {
      return value;
    }
    String id = settings.writeKey().get();
    StoreKey key = key(id);
    if (!encrypts(name)) {
      byte[] mac = mac(key, id, session, name, value);
      return joined(SEALED, id, mac, value);
    }
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key.encrypting(session), nonce);
      cipher.updateAAD(context(ENCRYPTED, id, session, name));
      return joined(ENCRYPTED, id, nonce, cipher.doFinal(value));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + CIPHER, e);
    }
  }

  /** Returns what proves that a value was written by a store with the key. */
  public byte[] seal(String session, String name, byte[] value) {
    String id = settings.writeKey().orElseThrow();
    return joined(SEALED, id, mac(key(id), id, session, name, value), new byte[0]);
  }

  /**
   * Checks a value against its seal.
   *
   * @param seal null if it has none
   */
  public void check(String session, String name, byte[] value, byte @Nullable [] seal)
      throws RefusedValueException {
    if (seal == null) {
      checkAccepted();
    } else {
      byte[] whole = Arrays.copyOf(seal, seal.length + value.length);
      System.arraycopy(value, 0, whole, seal.length, value.length);
      var unused = open(session, name, whole);
    }
  }

  private void checkAccepted() throws RefusedValueException {
    if (hasKeys() && settings.unprotected() == Unprotected.REFUSE) {
      throw new RefusedValueException(
          Kind.UNPROTECTED,
          "is not protected: it was written before there were keys, or by somebody else; with"
              + " unprotected: accept it is read");
    }
  }

  /**
   * Returns the value of an attribute as it was before it was protected; as it is where it is not.
   */
  public byte[] open(String session, String name, byte[] stored) throws RefusedValueException {
    if (!isProtected(stored)) {
      checkAccepted();
      return stored;
    }
    String id = id(stored);
    StoreKey key = keys.get(id);
    if (key == null) {
      throw new RefusedValueException(
          Kind.NO_KEY,
          ("is protected by the key %s, which is none of the keys %s; give it back, or remove"
                  + " what it protects")
              .formatted(id, keys.keySet()));
    }
    byte[] rest = Arrays.copyOfRange(stored, HEAD + id.length(), stored.length);
    return stored[0] == SEALED
        ? checked(key, id, session, name, rest)
        : decrypted(key, id, session, name, rest);
  }

  private static boolean isProtected(byte[] stored) {
    return stored.length > 0 && (stored[0] == SEALED || stored[0] == ENCRYPTED);
  }

  /**
   * Returns the id of the key of a protected value; empty for others.
   *
   * @throws RefusedValueException if nobody can have written it
   */
  public static Optional<String> keyOf(byte[] stored) throws RefusedValueException {
    return isProtected(stored) ? Optional.of(id(stored)) : Optional.empty();
  }

  private static String id(byte[] stored) throws RefusedValueException {
    int length = stored.length < HEAD ? 0 : stored[1];
    if (length < 0 || stored.length < HEAD + length) {
      throw RefusedValueException.tampered("no key");
    }
    String id = new String(stored, HEAD, length, US_ASCII);
    if (!ProtectionSettings.ID.matcher(id).matches()) {
      throw RefusedValueException.tampered("no key");
    }
    return id;
  }

  private static byte[] checked(StoreKey key, String id, String session, String name, byte[] rest)
      throws RefusedValueException {
    byte[] shown = Arrays.copyOf(rest, MAC);
    byte[] value = rest.length < MAC ? rest : Arrays.copyOfRange(rest, MAC, rest.length);
    if (rest.length < MAC || !MessageDigest.isEqual(shown, mac(key, id, session, name, value))) {
      throw RefusedValueException.tampered("key " + id);
    }
    return value;
  }

  private static byte[] decrypted(StoreKey key, String id, String session, String name, byte[] rest)
      throws RefusedValueException {
    if (rest.length < NONCE + TAG) {
      throw RefusedValueException.tampered("key " + id);
    }
    try {
      Cipher cipher =
          cipher(Cipher.DECRYPT_MODE, key.encrypting(session), Arrays.copyOf(rest, NONCE));
      cipher.updateAAD(context(ENCRYPTED, id, session, name));
      return cipher.doFinal(rest, NONCE, rest.length - NONCE);
    } catch (AEADBadTagException e) {
      throw RefusedValueException.tampered("key " + id);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + CIPHER, e);
    }
  }

  private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, nonce));
    return cipher;
  }

  private StoreKey key(String id) {
    StoreKey key = keys.get(id);
    if (key == null) {
      throw new IllegalStateException("there is no key " + id);
    }
    return key;
  }

  private static byte[] mac(StoreKey key, String id, String session, String name, byte[] value) {
    byte[] whole = StoreKey.hmac(key.sealing(session), context(SEALED, id, session, name), value);
    return Arrays.copyOf(whole, MAC);
  }

  /** What a value is bound to; lengths first, so that no two are alike. */
  private static byte[] context(byte form, String id, String session, String name) {
    byte[] key = id.getBytes(UTF_8);
    byte[] of = session.getBytes(UTF_8);
    byte[] named = name.getBytes(UTF_8);
    int bytes = 1 + 3 * Integer.BYTES + key.length + of.length + named.length;
    ByteBuffer context = ByteBuffer.allocate(bytes).put(form);
    context.putInt(key.length).put(key).putInt(of.length).put(of);
    return context.putInt(named.length).put(named).array();
  }

  private static byte[] joined(byte form, String id, byte[] second, byte[] value) {
    int bytes = HEAD + id.length() + second.length + value.length;
    ByteBuffer joined = ByteBuffer.allocate(bytes).put(form).put((byte) id.length());
    return joined.put(id.getBytes(US_ASCII)).put(second).put(value).array();
  }
}
