package io.patternsdk.driver.nats;

import io.patternsdk.core.Clock;
import io.patternsdk.core.OperationException;
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
final class Reconnection {
  private static final Logger LOG = System.getLogger(Reconnection.class.getName());

  private final Clock clock;
  private final Duration pause;
  private final BooleanSupplier attempt;
  private final AtomicReference<@Nullable Thread> trying = new AtomicReference<>();
  private volatile boolean ended;
  private volatile boolean warned;

  /**
   * @param attempt connects, unless that is done or no longer wanted; false, or an exception, if it
   *     must be tried again
   */
  Reconnection(Clock clock, Duration pause, BooleanSupplier attempt) {
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
      ended = true; // which is why it was interrupted
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
      boolean done = attempt.getAsBoolean();
      if (done) {
        warned = false;
      }
      return done;
    } catch (OperationException e) {
      warn("there is no connection yet: " + e.getMessage(), null);
    } catch (RuntimeException e) {
      warn("the connection cannot be made again", e);
    }
    return false;
  }

  /** Warns of the first failure since there was a connection. */
  private void warn(String message, @Nullable RuntimeException defect) {
    LOG.log(warned || ended ? Level.DEBUG : Level.WARNING, message, defect);
    warned = true;
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
