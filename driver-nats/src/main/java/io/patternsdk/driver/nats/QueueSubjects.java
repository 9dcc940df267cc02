package io.patternsdk.driver.nats;

import io.patternsdk.core.driver.NameEncoding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How the messages of queues are named: each has a subject of its own, {@code <prefix>q.<queue>.
 * <message>}, and a dead one {@code <prefix>d.<queue>.<message>}. A message is named by two
 * numbers, of whoever enqueued it and of its own, so that receipts differ in numbers only.
 *
 * @param prefix what the subjects of the stream begin with
 * @param newsPrefix what those begin with on which processes tell each other of news
 */
record QueueSubjects(String prefix, String newsPrefix, long sender, AtomicLong count) {
  private static final NameEncoding QUEUE = NameEncoding.of("-_", '=');
  private static final int LONGEST = 64;

  QueueSubjects(String prefix, String newsPrefix) {
    this(
        prefix, newsPrefix, ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), new AtomicLong());
  }

  /** The subject of a message that is new in the queue. */
  String fresh(String queue) {
    return live(queue, sender + "-" + count.incrementAndGet());
  }

  String live(String queue, String message) {
    return prefix + "q." + QUEUE.encode(queue) + "." + message;
  }

  /** The subject of a message that has died. */
  String dead(String queue, String message) {
    return prefix + "d." + QUEUE.encode(queue) + "." + message;
  }

  /** The subject on which processes tell each other of what they have stored in a queue. */
  String signals(String queue) {
    return newsPrefix + QUEUE.encode(queue);
  }

  /** The subject of what tells the server's time. */
  String tick() {
    return prefix + "t";
  }

  /** The name of the message that has this subject, dead or alive. */
  static String message(String subject) {
    return subject.substring(subject.lastIndexOf('.') + 1);
  }

  /** Tells whether a text can name a message; what others have enqueued may have other names. */
  static boolean isMessage(String text) {
    return text.matches("[A-Za-z0-9-]{1,64}");
  }

  /** Names a queue in a receipt, which has less room than a subject. */
  static String brief(String queue) {
    String name = QUEUE.encode(queue);
    return name.length() <= LONGEST ? name : "h=" + hash(name);
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
