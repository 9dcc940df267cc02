package io.patternsdk.multicast;

import io.patternsdk.core.Clock;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueScan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * When durable identities were last seen to be registered, under {@code queue:<id>}, so that the
 * queue of one that stays away for too long goes too. Any process looks after all of them.
 */
final class Absences {
  private static final String PREFIX = "queue:";

  private final KeyValue values;
  private final KeyValueScan scan;
  private final IdentityStore store;
  private final DurableQueue queue;
  private final Duration most;
  private final Clock clock;

  Absences(
      KeyValue values,
      KeyValueScan scan,
      IdentityStore store,
      DurableQueue queue,
      Duration most,
      Clock clock) {
    this.values = values;
    this.scan = scan;
    this.store = store;
    this.queue = queue;
    this.most = most;
    this.clock = clock;
  }

  /** Notes that an identity is about to have a queue. */
  void seen(String id) {
    values.set(PREFIX + id, clock.now().toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Tells whether an identity has a queue: it has been durable and was not unregistered since. */
  boolean hasQueue(String id) {
    return values.exists(PREFIX + id);
  }

  /** Forgets one whose queue is gone. */
  void forget(String id) {
    boolean unused = values.delete(PREFIX + id);
  }

  /** Empties the queues of those that have been away for too long; true once all are looked at. */
  boolean sweep() {
    try (Scan<Entry> walk = scan.entries(PREFIX)) {
      for (Entry entry : walk) {
        look(entry.key().substring(PREFIX.length()), seenAt(entry.value()));
      }
    }
    return true;
  }

  private void look(String id, Instant seenAt) {
    Duration since = Duration.between(seenAt, clock.now());
    if (store.contains(id)) {
      if (since.compareTo(most.dividedBy(10)) > 0) {
        seen(id);
      }
    } else if (since.compareTo(most) > 0) {
      queue.empty(id);
      forget(id);
    }
  }

  /** What cannot be read counts from now on, rather than losing what waits. */
  private Instant seenAt(byte[] stored) {
    try {
      return Instant.parse(new String(stored, StandardCharsets.UTF_8));
    } catch (DateTimeParseException e) {
      return clock.now();
    }
  }
}
