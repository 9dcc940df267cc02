package io.patternsdk.core.driver;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A signal that is kept until somebody has waited for it, and counts once however often it came: a
 * reason for a reader to look again. Thread-safe.
 */
public final class AutoResetEvent {
  private final DriverCalls calls;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean signalled;

  /** Creates one, not signalled, for a reader of this driver. */
  public AutoResetEvent(DriverCalls calls) {
    this.calls = calls;
  }

  /** Ends one wait, now or the next. */
  public void signal() {
    lock.lock();
    try {
      signalled = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a signal, which it takes, or until the end; nothing says which it was.
   *
   * @throws io.patternsdk.core.OperationException if the thread is or becomes interrupted; a signal
   *     stays then
   */
  public void await(Deadline end) {
    lock.lock();
    try {
      long left = end.remainingNanos();
      while (!signalled && left > 0) {
        long unused = changed.awaitNanos(left);
        left = end.remainingNanos();
      }
      signalled = false;
    } catch (InterruptedException e) {
      throw calls.failed(e, Effect.NONE);
    } finally {
      lock.unlock();
    }
  }
}
