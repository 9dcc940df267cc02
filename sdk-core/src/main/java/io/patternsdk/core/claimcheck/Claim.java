package io.patternsdk.core.claimcheck;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a message says of its body where that is a blob. Its text, form 1, is {@code 1 KEY BYTES}:
 * the blob's key, which is {@code claims/}, the second since 1970 until which it is kept, and the
 * SHA-256 of the body, and how many bytes the body has. So a key names one content, and when it may
 * go.
 *
 * @param until the second since 1970 until which the body is kept
 * @param sha256 the digest of the body, in 64 hexadecimal digits
 * @param bytes how many bytes the body has
 */
public record Claim(long until, String sha256, int bytes) {
  /** The name of the header by which a message says it. */
  public static final String HEADER = "claim-check";

  /** What the keys of all bodies begin with. */
  static final String PREFIX = "claims/";

  private static final Pattern KEY = Pattern.compile(PREFIX + "([0-9]{12})/([0-9a-f]{64})");
  private static final Pattern FORM = Pattern.compile("1 (" + KEY + ") ([0-9]{1,10})");

  /** Returns the claim of a body. */
  static Claim of(byte[] body, long until) {
    return new Claim(until, digest(body), body.length);
  }

  /**
   * Returns what a message says of its body; empty if it has it itself.
   *
   * @throws BackendException CORRUPT if what it says is no claim
   */
  public static Optional<Claim> of(Message message) {
    return message.header(HEADER).map(text -> parse(message.id(), text));
  }

  private static Claim parse(String message, String text) {
    Matcher form = FORM.matcher(text);
    if (form.matches()) {
      long bytes = Long.parseLong(form.group(4));
      if (bytes <= Integer.MAX_VALUE - 8) {
        return new Claim(Long.parseLong(form.group(2)), form.group(3), (int) bytes);
      }
    }
    throw new BackendException(
        ErrorKind.CORRUPT,
        "message "
            + message
            + " has a header "
            + HEADER
            + " that is no claim of form 1, which is 1 KEY BYTES: "
            + text);
  }

  /** Returns until when a body of this key is kept; empty if it is no body's key. */
  static Optional<Instant> until(String key) {
    Matcher form = KEY.matcher(key);
    return form.matches()
        ? Optional.of(Instant.ofEpochSecond(Long.parseLong(form.group(1))))
        : Optional.empty();
  }

  /** Returns the key of the blob. */
  public String key() {
    return String.format(Locale.ROOT, "%s%012d/%s", PREFIX, until, sha256);
  }

  /** Returns what stands in the header. */
  public String text() {
    return "1 " + key() + " " + bytes;
  }

  /** Tells whether a body is the one that was stored. */
  boolean isOf(byte[] body) {
    return body.length == bytes && digest(body).equals(sha256);
  }

  private static String digest(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
