package io.patternsdk.driver.nats;

import io.patternsdk.core.Clock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a connection anew that the client has given up. It does so by itself when a server refuses
 * the same credentials twice, and a secret may be put right later.
 */
final class Comeback {
  private static final Logger LOG = System.getLogger(Comeback.class.getName());

  private final Clock clock;
  private final Duration pause;
  private final BooleanSupplier attempt;
  private final AtomicReference<@Nullable Thread> trying = new AtomicReference<>();
  private volatile boolean ended;

  /**
   * @param attempt connects, unless that is done or no longer wanted; false, or an exception, if it
   *     must be tried again
   */
  Comeback(Clock clock, Duration pause, BooleanSupplier attempt) {
    this.clock = clock;
    this.pause = pause;
    this.attempt = attempt;
  }

  /** Begins to try, unless it does already. */
  void begin() {
    Thread thread = Thread.ofVirtual().name("nats-comeback").unstarted(this::tryAgain);
    if (!ended && trying.compareAndSet(null, thread)) {
      thread.start();
    }
  }

  private void tryAgain() {
    try {
      do {
        clock.sleep(pause);
      } while (!ended && !succeeds());
    } catch (InterruptedException e) {
      ended = true;
    } finally {
      trying.set(null);
    }
    // What was lost at once was reported to a thread that had not ended yet.
    if (!ended && !succeeds()) {
      begin();
    }
  }

  private boolean succeeds() {
    try {
      return attempt.getAsBoolean();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "still no connection", e);
      return false;
    }
  }

  /** Tries no more. */
  void end() {
    ended = true;
    Thread thread = trying.get();
    if (thread != null) {
      thread.interrupt();
    }
  }
}
