package io.patternsdk.session;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.OperationException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Ends what has expired, now and then. */
final class Sweeper {
  private static final Logger LOG = System.getLogger(Sweeper.class.getName());

  private final BooleanSupplier sweep;
  private final Duration interval;
  private final Clock clock;
  private final Thread thread = Thread.ofVirtual().name("session-sweeper").unstarted(this::run);

  /**
   * Makes one.
   *
   * @param sweep does some of it; says whether there may be more
   */
  Sweeper(BooleanSupplier sweep, Duration interval, Clock clock) {
    this.sweep = sweep;
    this.interval = interval;
    this.clock = clock;
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        if (!swept()) {
          clock.sleep(interval);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the store is shut down
    }
  }

  private boolean swept() {
    try {
      return sweep.getAsBoolean();
    } catch (OperationException e) {
      LOG.log(Level.DEBUG, "sessions that have expired are ended later", e);
      return false;
    }
  }

  void close(Deadline deadline) {
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    thread.interrupt();
    try {
      boolean unused = thread.join(deadline.atMost(Duration.ofSeconds(5)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it ends by itself
    }
  }
}
