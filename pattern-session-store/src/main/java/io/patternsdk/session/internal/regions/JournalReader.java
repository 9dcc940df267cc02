package io.patternsdk.session.internal.regions;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.PeriodicTask;
import io.patternsdk.core.stream.GroupMember;
import io.patternsdk.core.stream.StreamRecord;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Brings to a region what the journal names, and commits it there when it has arrived: so it
 * survives whatever becomes of a process. Has a thread of its own. Thread-safe.
 */
final class JournalReader {
  private static final int BATCH = 256;
  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Journal journal;
  private final String region;
  private final Predicate<List<String>> bringing;
  private final Clock clock;
  private final PeriodicTask task;
  private volatile @Nullable GroupMember member;
  private List<StreamRecord> batch = List.of();
  private volatile long since;
  private volatile long waiting;

  /**
   * Makes one.
   *
   * @param bringing brings records to the region; false if not all have arrived
   */
  JournalReader(Journal journal, String region, Predicate<List<String>> bringing, Clock clock) {
    this.journal = journal;
    this.region = region;
    this.bringing = bringing;
    this.clock = clock;
    this.task = new PeriodicTask("replication-journal-" + region, clock, PAUSE, this::read);
  }

  void start() {
    task.start();
  }

  /** Leaves what has not been brought to others, or to the next who comes. */
  void close(Deadline deadline) {
    task.close(deadline);
    GroupMember joined = member;
    if (joined != null) {
      joined.close();
    }
  }

  /** How many records of the batch under way have not arrived. */
  long waiting() {
    return waiting;
  }

  /** How long ago the oldest of them was named. */
  Duration lag() {
    long age = clock.now().toEpochMilli() - since;
    return waiting == 0 ? Duration.ZERO : Duration.ofMillis(Math.max(0, age));
  }

  private Duration read() {
    GroupMember joined = member;
    if (joined == null) {
      joined = journal.join(region);
      member = joined;
    }
    if (batch.isEmpty()) {
      batch = joined.poll(BATCH, WAIT);
    }
    List<String> keys = batch.stream().map(Journal::key).distinct().toList();
    batch.stream().findFirst().ifPresent(first -> since = first.time().toEpochMilli());
    waiting = keys.size();
    if (!bringing.test(keys)) {
      return PAUSE;
    }
    List<StreamRecord> done = batch;
    batch = List.of();
    waiting = 0;
    if (!done.isEmpty()) {
      joined.commit(done.stream().map(StreamRecord::offset).toList());
    }
    return Duration.ZERO;
  }
}
