package io.patternsdk.concurrency.pipeline;

import io.patternsdk.core.Deadline;
import org.jspecify.annotations.Nullable;

/** The deadline of whoever submitted an item, and what goes along with it. */
final class SubmitterContext {
  private static final ThreadLocal<@Nullable Runnable> WORK = new ThreadLocal<>();
  private final Deadline deadline;
  private final Runnable bound;

  private SubmitterContext(Deadline deadline, Runnable bound) {
    this.deadline = deadline;
    this.bound = bound;
  }

  /** Returns what is in force on this thread; null for nothing. */
  static @Nullable SubmitterContext current() {
    Runnable bound = Deadline.carry((Runnable) Work.OF_THIS_THREAD);
    return bound == Work.OF_THIS_THREAD ? null : new SubmitterContext(Deadline.current(), bound);
  }

  /** Returns what two items have in common: the deadline, if that is one and the same. */
  static @Nullable SubmitterContext common(
      @Nullable SubmitterContext one, @Nullable SubmitterContext other) {
    if (one == other) {
      return one;
    }
    if (one == null || other == null || one.deadline != other.deadline) {
      return null;
    }
    Deadline shared = one.deadline;
    return new SubmitterContext(shared, () -> shared.run(Work.OF_THIS_THREAD::done));
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

    boolean done() {
      run();
      return true;
    }
  }
}
