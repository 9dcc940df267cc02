package io.patternsdk.session.internal.regions;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.Message;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.core.stream.GroupMember;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.Retention;
import io.patternsdk.core.stream.StreamConsumerGroups;
import io.patternsdk.core.stream.StreamRecord;
import java.time.Duration;

/**
 * A stream that names the records which the processes of a region have written, until each of the
 * other regions has them. Thread-safe.
 */
public final class Journal {
  private static final String STREAM = "session-replication.";
  private static final Duration KEPT = Duration.ofMinutes(1);

  private final MessageStream stream;
  private final StreamConsumerGroups groups;
  private final String name;

  private Journal(MessageStream stream, StreamConsumerGroups groups, String name) {
    this.stream = stream;
    this.groups = groups;
    this.name = name;
  }

  /** Returns that of a region. */
  public static Journal of(FilledSlot slot, String region) {
    String name = STREAM + region;
    slot.find(StandardCapabilities.STREAM_RETENTION)
        .ifPresent(retention -> retention.retain(name, Retention.forever().maxAge(KEPT)));
    return new Journal(
        slot.require(StandardCapabilities.STREAM_BASIC),
        slot.require(StandardCapabilities.STREAM_CONSUMER_GROUPS),
        name);
  }

  /** Names a record that was written; one round trip. */
  void wrote(String key) {
    var unused = stream.append(name, Message.builder(key.getBytes(UTF_8)).key(key).build());
  }

  /** Joins those who bring to a region what this one has written. */
  GroupMember join(String region) {
    return groups.join(name, "to-" + region, ReadFrom.earliest());
  }

  /** Returns the record that is named. */
  static String key(StreamRecord record) {
    return new String(record.message().body(), UTF_8);
  }

  /** Returns how many names a region has not been brought. */
  long waiting(String region) {
    return groups.lag(name, "to-" + region).values().stream().mapToLong(Long::longValue).sum();
  }
}
