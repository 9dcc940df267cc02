package io.patternsdk.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.config.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Ids of sessions: 128 random bits, by which they are stored, and 128 bits of their HMAC, without
 * which nobody gets at them. Who reads the backend cannot make an id. Thread-safe.
 */
final class SessionIds {
  private static final Pattern ID = Pattern.compile("([A-Za-z0-9_-]{22})([A-Za-z0-9_-]{22})");
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 16;

  private final SecureRandom random = new SecureRandom();
  private final Secret current;
  private final List<Secret> accepted;

  /**
   * Makes them.
   *
   * @param former a secret whose ids are still accepted
   */
  SessionIds(Secret current, Optional<Secret> former) {
    this.current = current;
    this.accepted = former.map(f -> List.of(current, f)).orElse(List.of(current));
  }

  /** Returns a key that nobody has. */
  String newKey() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return TEXT.encodeToString(bytes);
  }

  /** Returns the id of the session with a key. */
  String id(String key) {
    return key + mac(current, key);
  }

  /** Returns the key of the session with an id; empty if we have never given that id. */
  Optional<String> key(String id) {
    var matcher = ID.matcher(id);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String key = matcher.group(1);
    byte[] shown = matcher.group(2).getBytes(US_ASCII);
    boolean known = false;
    for (Secret secret : accepted) {
      known |= MessageDigest.isEqual(shown, mac(secret, key).getBytes(US_ASCII));
    }
    return known ? Optional.of(key) : Optional.empty();
  }

  /** Returns what a session is called where it must not be found by that. */
  String hash(String key) {
    return mac(current, "audit " + key);
  }

  private static String mac(Secret secret, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.reveal().getBytes(UTF_8), ALGORITHM));
      byte[] whole = mac.doFinal(text.getBytes(UTF_8));
      return TEXT.encodeToString(Arrays.copyOf(whole, BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** Returns under what the sessions of a principal are listed, however long its name is. */
  static String group(String principal) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return TEXT.encodeToString(digest.digest(principal.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
