package io.patternsdk.session;

import io.patternsdk.core.Clock;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.Records;
import io.patternsdk.core.merge.StoredRecord;
import java.time.Duration;

/**
 * The time of the backend, by which sessions expire, as it follows from its answers: what the
 * processes' own clocks say does not matter. Thread-safe.
 */
final class SessionClock {
  private static final String KEY = "clock";

  private final Clock clock;
  private final Records records;
  private volatile long ahead;
  private volatile boolean known;

  SessionClock(Clock clock, Records records) {
    this.clock = clock;
    this.records = records;
  }

  /** Returns the milliseconds since 1970; asks the backend the first time. */
  long millis() {
    if (!known) {
      Duration minute = Duration.ofMinutes(1);
      observe(records.write(KEY, patch -> asked(patch).horizon(minute)));
    }
    return clock.now().toEpochMilli() + ahead;
  }

  private static Patch.Builder asked(Patch.Builder patch) {
    return patch.set("asked", new byte[0]);
  }

  /** Takes the time of an answer. */
  Merged observe(Merged merged) {
    merged.record().map(StoredRecord::now).ifPresent(this::set);
    return merged;
  }

  private void set(long now) {
    ahead = now - clock.now().toEpochMilli();
    known = true;
  }
}
