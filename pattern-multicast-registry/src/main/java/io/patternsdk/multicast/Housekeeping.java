package io.patternsdk.multicast;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.OperationException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Does what is to be done at once and every hour, and sooner again what is not complete yet. */
final class Housekeeping {
  private static final Logger LOG = System.getLogger(Housekeeping.class.getName());
  private static final Duration NEXT = Duration.ofHours(1);
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private final List<BooleanSupplier> chores;
  private final Clock clock;
  private final Thread thread = Thread.ofVirtual().name("housekeeping").unstarted(this::keep);

  /** Takes what is to be done; each says whether it is complete. */
  Housekeeping(List<BooleanSupplier> chores, Clock clock) {
    this.chores = List.copyOf(chores);
    this.clock = clock;
  }

  void start() {
    if (!chores.isEmpty()) {
      thread.start();
    }
  }

  private void keep() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        boolean complete = true;
        for (BooleanSupplier chore : chores) {
          complete &= done(chore);
        }
        clock.sleep(complete ? NEXT : AGAIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean done(BooleanSupplier chore) {
    try {
      return chore.getAsBoolean();
    } catch (OperationException e) {
      LOG.log(Level.WARNING, "what is stored is put in order later: {0}", e.getMessage());
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
