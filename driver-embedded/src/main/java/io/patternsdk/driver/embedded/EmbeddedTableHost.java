package io.patternsdk.driver.embedded;

import io.patternsdk.core.Deadline;
import io.patternsdk.driver.embedded.journal.Journal;
import io.patternsdk.driver.embedded.journal.Journal.Commit;
import io.patternsdk.driver.embedded.journal.MonotonicClock;
import io.patternsdk.driver.embedded.journal.Sequence;
import io.patternsdk.driver.embedded.tables.TableHost;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps tables in the journal and moves their waits by the clock. */
record EmbeddedTableHost(
    Journal journal, Sequence sequence, MonotonicClock time, Scheduler scheduler)
    implements TableHost {

  @Override
  public void admit() {
    journal.admit();
  }

  @Override
  public Saved save(Map<String, Optional<byte[]>> records) {
    Commit commit = journal.tables(records);
    return commit::await;
  }

  @Override
  public long number() {
    return sequence.next();
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plus(time.now(), ChronoUnit.NANOS).truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public long end(Duration wait) {
    return time.after(wait);
  }

  @Override
  public boolean isOver(long end) {
    return time.now() >= end;
  }

  @Override
  public void await(ReentrantLock held, Condition signal, long end, Deadline deadline)
      throws InterruptedException {
    scheduler.await(held, signal, end, deadline);
  }
}
