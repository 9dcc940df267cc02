package io.patternsdk.multicast;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.document.DocumentIndex;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Looks through the index of identities: at once, until it is complete, and every hour. */
final class IndexKeeper {
  private static final Logger LOG = System.getLogger(IndexKeeper.class.getName());
  private static final Duration NEXT = Duration.ofHours(1);
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private final DocumentIndex index;
  private final Clock clock;
  private final Thread thread = Thread.ofVirtual().name("index-keeper").unstarted(this::keep);

  IndexKeeper(DocumentIndex index, Clock clock) {
    this.index = index;
    this.clock = clock;
  }

  void start() {
    thread.start();
  }

  private void keep() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        clock.sleep(maintain() ? NEXT : AGAIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean maintain() {
    try {
      return index.maintain();
    } catch (OperationException e) {
      LOG.log(
          Level.WARNING, "the index of identities is looked through later: {0}", e.getMessage());
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
