package io.patternsdk.driver.nats;

import io.patternsdk.core.driver.NameEncoding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * How the messages of queues are named: each has a subject of its own, {@code <prefix>q.<queue>.
 * <message>}, and a dead one {@code <prefix>d.<queue>.<message>}. The consumer of a queue is named
 * after it, or after its hash where that would be too long.
 */
final class QueueNames {
  private static final NameEncoding QUEUE = NameEncoding.of("-_", '=');
  private static final int LONGEST_CONSUMER = 64;

  private final String prefix;

  QueueNames(String prefix) {
    this.prefix = prefix;
  }

  /** The subject of a message that is new in the queue. */
  String message(String queue, String message) {
    return prefix + "q." + QUEUE.encode(queue) + "." + message;
  }

  String messages(String queue) {
    return message(queue, ">");
  }

  /** The subject of a message that has died. */
  String dead(String queue, String message) {
    return prefix + "d." + QUEUE.encode(queue) + "." + message;
  }

  String allDead(String queue) {
    return dead(queue, ">");
  }

  /** The name of the message that has this subject, dead or alive. */
  static String message(String subject) {
    return subject.substring(subject.lastIndexOf('.') + 1);
  }

  static String consumer(String queue) {
    String name = QUEUE.encode(queue);
    return name.length() <= LONGEST_CONSUMER ? name : "h=" + hash(name);
  }

  private static String hash(String name) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(name.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
