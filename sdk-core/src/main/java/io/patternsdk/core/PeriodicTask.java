package io.patternsdk.core;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A task that runs at once and again and again, one run after the other, on a virtual thread of its
 * own. A run that fails ends nothing: it is repeated. The first of several that fail is a warning
 * in the log, the next that does not is news. Started once, closed once. Thread-safe.
 */
public final class PeriodicTask {
  private static final Logger LOG = System.getLogger(PeriodicTask.class.getName());
  private static final Duration LONGEST_END = Duration.ofSeconds(5);

  private final String name;
  private final Clock clock;
  private final Duration afterFailure;
  private final Supplier<Duration> task;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Makes one that has not started.
   *
   * @param name of the thread, and of the task in the log
   * @param afterFailure the pause after a run that failed
   * @param task returns the pause until its next run; zero for none
   */
  public PeriodicTask(String name, Clock clock, Duration afterFailure, Supplier<Duration> task) {
    this.name = name;
    this.clock = clock;
    this.afterFailure = afterFailure;
    this.task = task;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  /**
   * Starts the first run, and returns.
   *
   * @throws IllegalThreadStateException if it was started before
   */
  public void start() {
    thread.start();
  }

  private void run() {
    boolean failing = false;
    try {
      while (!closed) {
        Duration pause = afterFailure;
        try {
          pause = task.get();
          if (failing) {
            LOG.log(Level.INFO, "{0} works again", name);
          }
          failing = false;
        } catch (RuntimeException e) {
          if (!failing && !closed) {
            warn(e);
          }
          failing = true;
        }
        clock.sleep(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void warn(RuntimeException failure) {
    String what = name + " fails, and is tried again until it works: " + failure.getMessage();
    if (failure instanceof OperationException) {
      LOG.log(Level.WARNING, what);
    } else {
      LOG.log(Level.WARNING, what, failure);
    }
  }

  /**
   * Begins no run any more, interrupts one that is under way, and waits for its end until the
   * deadline, five seconds at most. Does nothing if it was not started. An interrupt ends the wait
   * and stays set.
   */
  public void close(Deadline deadline) {
    closed = true;
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    thread.interrupt();
    try {
      if (!thread.join(deadline.atMost(LONGEST_END))) {
        LOG.log(Level.WARNING, "{0} has not ended yet and is left behind", name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it ends by itself
    }
  }
}
