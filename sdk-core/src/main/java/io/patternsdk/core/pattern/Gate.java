package io.patternsdk.core.pattern;

import io.patternsdk.core.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Where work comes in that is to be finished before something ends: it counts what is under way,
 * lets more in while it is open, and waits for the rest. Opened once, closed once. Thread-safe.
 */
public final class Gate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private volatile State state = State.NEW;
  private long under;

  /** Whether work is let in. */
  public enum State {
    /** Not yet. */
    NEW,
    /** Now. */
    OPEN,
    /** Not any more. */
    CLOSED
  }

  /** Lets work in; false, changing nothing, if that has happened before or it is closed. */
  public boolean open() {
    lock.lock();
    try {
      boolean first = state == State.NEW;
      state = first ? State.OPEN : state;
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** Lets nothing in any more; false if that has happened before. */
  public boolean close() {
    lock.lock();
    try {
      boolean first = state != State.CLOSED;
      state = State.CLOSED;
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether work is let in; another thread may change that at once. */
  public State state() {
    return state;
  }

  /** Lets one piece of work in, which the caller ends by {@link #leave}; false while not open. */
  public boolean enter() {
    lock.lock();
    try {
      boolean open = state == State.OPEN;
      under += open ? 1 : 0;
      return open;
    } finally {
      lock.unlock();
    }
  }

  /** Ends a piece of work that was let in. */
  public void leave() {
    lock.lock();
    try {
      if (--under == 0) {
        idle.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets an operation in and runs it.
   *
   * @param refusal makes what is thrown while it is not open
   */
  public <T, X extends Exception> T run(Supplier<T> operation, Supplier<X> refusal) throws X {
    if (!enter()) {
      throw refusal.get();
    }
    try {
      return operation.get();
    } finally {
      leave();
    }
  }

  /** Returns how many pieces of work are under way. */
  public long count() {
    lock.lock();
    try {
      return under;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nothing is under way or the deadline has come; says whether nothing is. */
  public boolean await(Deadline deadline) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (under > 0 && !deadline.passed()) {
        boolean unused = idle.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
      }
      return under == 0;
    } finally {
      lock.unlock();
    }
  }
}
