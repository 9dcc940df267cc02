package io.patternsdk.multicast;

import io.patternsdk.core.Deadline;
import io.patternsdk.multicast.RegistryException.Code;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Counts the operations under way, lets new ones in while it is open, and waits for the rest. */
final class InFlight {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private boolean open;
  private boolean closed;
  private long count;

  /** Lets operations in; false if that has happened before or it is closed. */
  boolean open() {
    lock.lock();
    try {
      boolean first = !open && !closed;
      open = !closed;
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** Runs an operation, or refuses it while not open. */
  <T> T run(Supplier<T> operation) {
    enter();
    try {
      return operation.get();
    } finally {
      leave();
    }
  }

  /** Lets nobody in any more; false if that has happened before. */
  boolean close() {
    lock.lock();
    try {
      boolean first = !closed;
      closed = true;
      open = false;
      return first;
    } finally {
      lock.unlock();
    }
  }

  boolean isOpen() {
    lock.lock();
    try {
      return open;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nothing is under way, the deadline comes, or the thread is interrupted. */
  void await(Deadline deadline) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (count > 0 && !deadline.passed()) {
        if (deadline.bounded()) {
          idle.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } else {
          idle.await();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  long count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  private void enter() {
    lock.lock();
    try {
      if (!open) {
        throw new RegistryException(
            Code.NOT_RUNNING,
            closed ? "the registry is shutting down" : "the registry is not started");
      }
      count++;
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    lock.lock();
    try {
      if (--count == 0) {
        idle.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
