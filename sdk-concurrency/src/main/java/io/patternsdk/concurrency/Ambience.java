package io.patternsdk.concurrency;

import io.patternsdk.core.Deadline;
import org.jspecify.annotations.Nullable;

/** The deadline of whoever submitted an item, and what goes along with it. */
final class Ambience {
  private static final ThreadLocal<@Nullable Runnable> WORK = new ThreadLocal<>();
  private final Deadline deadline = Deadline.current();
  private final Runnable bound;

  private Ambience(Runnable bound) {
    this.bound = bound;
  }

  /** Returns what is in force on this thread; null for nothing. */
  static @Nullable Ambience current() {
    Runnable bound = Deadline.carry((Runnable) Work.OF_THIS_THREAD);
    return bound == Work.OF_THIS_THREAD ? null : new Ambience(bound);
  }

  boolean passed() {
    return deadline.passed();
  }

  /** Does the work under it. Any number of threads may do so at once. */
  void run(Runnable work) {
    WORK.set(work);
    try {
      bound.run();
    } finally {
      WORK.remove();
    }
  }

  private enum Work implements Runnable {
    OF_THIS_THREAD;

    @Override
    public void run() {
      Runnable work = WORK.get();
      if (work != null) {
        work.run();
      }
    }
  }
}
