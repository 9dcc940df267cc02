package io.patternsdk.concurrency.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One end of a queue. It belongs to the thread that puts there, or takes; others may only ask how
 * many have {@link #passed}.
 */
final class QueueEnd extends Padding {
  /** How many places a run has; a power of 2. One more holds the next run. */
  private static final int RUN = 128;

  private static final VarHandle PASSED;

  static {
    try {
      PASSED = MethodHandles.lookup().findVarHandle(QueueEnd.class, "passed", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private long passed;

  /** Up to where it may go without looking at the other end. */
  private long bound;

  /** Up to where it may go in this run, which is not past the bound. */
  private long limit;

  private @Nullable Object[] run;

  private QueueEnd(@Nullable Object[] run) {
    this.run = run;
  }

  /** Makes the end where items are put. */
  static QueueEnd tail() {
    return new QueueEnd(newRun());
  }

  /** Makes the end where the items are taken that are put at this one. */
  QueueEnd head() {
    return new QueueEnd(run);
  }

  private static @Nullable Object[] newRun() {
    return new @Nullable Object[RUN + 1];
  }

  /** How many have passed; all that was done with them before is seen. */
  long passed() {
    return (long) PASSED.getAcquire(this);
  }

  /** Puts an item if there is room. */
  boolean offer(Object item, QueueEnd head, int capacity) {
    long at = passed;
    if (at == limit) {
      if (at == bound) {
        bound = head.passed() + capacity;
      }
      if (at == bound) {
        return false;
      }
      if (startsRun(at)) {
        @Nullable Object[] fresh = newRun();
        run[RUN] = fresh;
        run = fresh;
      }
      limit = Math.min(bound, endOfRun(at));
    }
    run[place(at)] = item;
    PASSED.setRelease(this, at + 1);
    return true;
  }

  /** Takes an item if there is one. */
  @Nullable Object poll(QueueEnd tail) {
    long at = passed;
    if (at == limit) {
      if (at == bound) {
        bound = tail.passed();
      }
      if (at == bound) {
        return null;
      }
      if (startsRun(at) && run[RUN] instanceof @Nullable Object[] next) {
        run[RUN] = null; // an old run must not keep the next ones alive
        run = next;
      }
      limit = Math.min(bound, endOfRun(at));
    }
    Object item = run[place(at)];
    run[place(at)] = null;
    PASSED.setRelease(this, at + 1);
    return item;
  }

  private static int place(long at) {
    return (int) at & (RUN - 1);
  }

  private static boolean startsRun(long at) {
    return place(at) == 0 && at > 0;
  }

  private static long endOfRun(long at) {
    return (at | (RUN - 1)) + 1;
  }
}
