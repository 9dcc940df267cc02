package io.patternsdk.core;

import java.time.Duration;
import java.time.Instant;

/**
 * The source of time for everything that measures, waits or expires.
 *
 * <p>It is passed in, never looked up, so that a test can move it. Implementations are safe for use
 * by any number of threads.
 */
public interface Clock {

  /**
   * Reads monotonic time in nanoseconds from an arbitrary origin. It never goes back; only
   * differences between two readings of the same clock mean anything.
   */
  long nanoTime();

  /** Reads wall-clock time, which may step in either direction. Never use it to measure. */
  Instant now();

  /**
   * Waits until {@code duration} of monotonic time has passed; returns at once if it is zero or
   * negative.
   *
   * @throws InterruptedException if the thread is or becomes interrupted; the flag is then cleared
   */
  void sleep(Duration duration) throws InterruptedException;

  /** Returns the clock of this machine. */
  static Clock system() {
    return SystemClock.INSTANCE;
  }
}
