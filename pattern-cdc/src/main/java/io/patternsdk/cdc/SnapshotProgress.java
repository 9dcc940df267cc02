package io.patternsdk.cdc;

import io.patternsdk.cdc.CdcStatus.SnapshotStatus;
import io.patternsdk.core.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** How far a snapshot is. One thread counts, any may look. */
final class SnapshotProgress {
  private final Clock clock;
  private final int tables;
  private final OptionalLong total;
  private final long begun;
  private final long before;
  private final AtomicLong rows = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  SnapshotProgress(Clock clock, int tables, OptionalLong total) {
    this(clock, tables, total, 0, 0);
  }

  private SnapshotProgress(
      Clock clock, int tables, OptionalLong total, long before, long bytesBefore) {
    this.clock = clock;
    this.tables = tables;
    this.total = total;
    this.before = before;
    this.begun = clock.nanoTime();
    bytes.set(bytesBefore);
  }

  /** Begins where a snapshot is. */
  static SnapshotProgress of(Clock clock, SnapshotPlan plan) {
    return new SnapshotProgress(
        clock, plan.parts().size(), plan.total(), plan.rows(), plan.bytes());
  }

  void add(int more, long moreBytes) {
    rows.addAndGet(more);
    bytes.addAndGet(moreBytes);
  }

  /** Returns how many rows were read since this began. */
  long rows() {
    return rows.get();
  }

  /** Returns how long to wait so that no more rows are read in a second. */
  Duration ahead(double rate) {
    double due = rows.get() / rate;
    return Duration.ofNanos((long) (due * 1e9) - (clock.nanoTime() - begun));
  }

  SnapshotStatus status() {
    long now = before + rows.get();
    double seconds = (clock.nanoTime() - begun) / 1e9;
    double rate = seconds > 0 ? rows.get() / seconds : 0;
    Optional<Duration> remaining =
        total.isPresent() && rate > 0
            ? Optional.of(
                Duration.ofMillis((long) (Math.max(0, total.getAsLong() - now) / rate * 1e3)))
            : Optional.empty();
    return new SnapshotStatus(tables, now, bytes.get(), total, rate, remaining);
  }
}
