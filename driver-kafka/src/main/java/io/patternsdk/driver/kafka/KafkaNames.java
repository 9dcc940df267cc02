package io.patternsdk.driver.kafka;

import io.patternsdk.core.driver.NameEncoding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Names of streams and groups as Kafka holds them. A name that a topic may have is its own, so that
 * topics of others are streams; all else, that of a namespace too, begins with {@code enc-}, and
 * has {@code -} and two digits for each byte that is no letter, digit or dot.
 */
final class KafkaNames {
  private static final NameEncoding ENCODING = NameEncoding.of(".", '-');
  private static final Pattern PLAIN = Pattern.compile("(?!enc-|\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");
  private static final String ENCODED = "enc-";
  private static final String WRITER = "-tx"; // where an encoded name has digits behind the -
  private static final int LONGEST = 249;
  private static final int KEPT = 180;

  private KafkaNames() {}

  /** Returns the topic of a stream; of a long name its beginning and a digest of all of it. */
  static String topic(String stream) {
    if (PLAIN.matcher(stream).matches()) {
      return stream;
    }
    return fitted(ENCODED + ENCODING.encode(stream), LONGEST);
  }

  private static String fitted(String encoded, int longest) {
    return encoded.length() <= longest
        ? encoded
        : encoded.substring(0, KEPT) + "_" + digest(encoded);
  }

  /** Returns the transactional id of a writer and the topic of its places, which no stream has. */
  static String writer(String writer) {
    return fitted(ENCODED + ENCODING.encode(writer), LONGEST - WRITER.length()) + WRITER;
  }

  /** Returns the group of a stream. */
  static String group(String topic, String group) {
    return groupsOf(topic) + ENCODING.encode(group);
  }

  /** Returns with what all groups of a stream begin, and none of another. */
  static String groupsOf(String topic) {
    return topic + ":";
  }

  private static String digest(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each JDK has SHA-256", e);
    }
  }
}
