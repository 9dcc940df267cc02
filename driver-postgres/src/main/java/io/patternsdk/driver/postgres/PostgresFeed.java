package io.patternsdk.driver.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * What notifications are about: a topic, or a queue or a partition that has something to receive.
 * Many feeds share a channel, since a server compares each notification with every channel that a
 * connection listens to; which feed it is of stands in the notification.
 *
 * @param digest names it, in characters of which none is escaped anywhere
 * @param bucket which channel it is on, from 0 to {@link #BUCKETS}, exclusive
 */
record PostgresFeed(String digest, int bucket) {
  static final int BUCKETS = 256;

  /** The length of each digest. */
  static final int DIGEST = 22;

  private static final int BYTES = 16;

  static PostgresFeed topic(String topic) {
    return of("topic:", topic);
  }

  static PostgresFeed queue(String queue) {
    return of("queue:", queue);
  }

  /** All partitions of a stream are on one channel. */
  static PostgresFeed partition(String stream, int partition) {
    PostgresFeed first = of("stream:", stream);
    return new PostgresFeed(of("stream-" + partition + ":", stream).digest, first.bucket);
  }

  /** What has a feed, which costs a digest and is asked for once for many tellings. */
  sealed interface Source {
    PostgresFeed feed();
  }

  record Queue(String queue) implements Source {
    @Override
    public PostgresFeed feed() {
      return PostgresFeed.queue(queue);
    }
  }

  record Partition(String stream, int partition) implements Source {
    @Override
    public PostgresFeed feed() {
      return PostgresFeed.partition(stream, partition);
    }
  }

  private static PostgresFeed of(String kind, String name) {
    byte[] hash = Arrays.copyOf(sha256(kind + name), BYTES);
    return new PostgresFeed(
        Base64.getUrlEncoder().withoutPadding().encodeToString(hash), hash[0] & (BUCKETS - 1));
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
