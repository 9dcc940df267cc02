package io.patternsdk.core.document;

import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonNumber;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.json.JsonString;
import io.patternsdk.core.json.JsonValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The keys of an index: {@code index:<prefix>state}, and for each field and value the postings
 * {@code index:<prefix>p:<digest of both>:<0 to f>}, over which documents are spread by their keys.
 *
 * @param prefix what they all begin with
 */
record PostingNames(String prefix) {
  private static final int SPREAD = 16;
  private static final int DIGEST_BYTES = 16;

  /** Returns the names for the documents under a prefix. */
  static PostingNames of(String documents) {
    return new PostingNames("index:" + documents);
  }

  String state() {
    return prefix + "state";
  }

  /** Returns the key that whoever looks through the whole index holds. */
  String turn() {
    return prefix + "turn";
  }

  String postings() {
    return prefix + "p:";
  }

  /** Returns the name that a document's posting has; empty for a value that is in no index. */
  Optional<String> of(JsonPath field, JsonValue value, String key) {
    int hash = key.hashCode();
    int place = (hash ^ (hash >>> 16)) & (SPREAD - 1);
    return digest(field, value).map(digest -> name(digest, place));
  }

  /** Returns the names of all postings of a value; empty for a value that is in no index. */
  Optional<List<String>> all(JsonPath field, JsonValue value) {
    return digest(field, value)
        .map(digest -> IntStream.range(0, SPREAD).mapToObj(at -> name(digest, at)).toList());
  }

  private String name(String digest, int place) {
    return postings() + digest + ":" + Integer.toHexString(place);
  }

  /** Returns a number that stands for a writing of a document in a posting. */
  long element(String name, Posting.Ref ref) {
    long digest =
        HexFormat.fromHexDigitsToLong(name, postings().length(), postings().length() + 16);
    return (digest * 0x9E3779B97F4A7C15L) ^ ref.mark();
  }

  /** Equal values, however they are written, have one digest. */
  private static Optional<String> digest(JsonPath field, JsonValue value) {
    return canonical(value)
        .map(text -> sha256((field + "\0" + text).getBytes(StandardCharsets.UTF_8)))
        .map(sum -> HexFormat.of().formatHex(sum, 0, DIGEST_BYTES));
  }

  private static Optional<String> canonical(JsonValue value) {
    return switch (value.type()) {
      case STRING -> Optional.of("s" + ((JsonString) value).value());
      case NUMBER -> number((JsonNumber) value);
      case BOOLEAN, NULL -> Optional.of(value.toString());
      case ARRAY, OBJECT -> Optional.empty();
    };
  }

  private static Optional<String> number(JsonNumber number) {
    try {
      return Optional.of("n" + number.toBigDecimal().stripTrailingZeros());
    } catch (JsonException | ArithmeticException e) {
      return Optional.empty(); // its exponent is beyond what can be brought to one form
    }
  }

  /** Returns what tells one writing of a document from others. */
  static long mark(byte[] document) {
    return ByteBuffer.wrap(sha256(document)).getLong();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
