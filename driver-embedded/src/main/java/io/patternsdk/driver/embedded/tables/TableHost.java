package io.patternsdk.driver.embedded.tables;

import io.patternsdk.core.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What tables need of the backend that they are in. */
public interface TableHost {

  /** Throws CLOSED or UNAVAILABLE, before anything is changed, if no change can be taken. */
  void admit();

  /**
   * Takes records to keep, by their keys, or to forget where there is no value: all of them survive
   * or none. Called under the lock of the tables, so the order is that of the changes.
   */
  Saved save(Map<String, Optional<byte[]>> records);

  /** Records on their way to where they survive. */
  @FunctionalInterface
  interface Saved {
    /** What has nothing to survive. */
    Saved NOTHING = () -> {};

    /** Returns when they survive what the backend survives. */
    void await();
  }

  /** Returns a number that is greater than all before, and is not given again after a crash. */
  long number();

  /** Returns the time of the backend's clock. */
  Instant now();

  /** Returns when a wait ends that begins now. */
  long end(Duration wait);

  /** Tells whether a wait is over. */
  boolean isOver(long end);

  /** Waits for a signal, at the latest to an end or the deadline; may return earlier. */
  void await(ReentrantLock held, Condition signal, long end, Deadline deadline)
      throws InterruptedException;
}
