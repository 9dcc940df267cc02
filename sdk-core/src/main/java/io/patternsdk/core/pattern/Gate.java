package io.patternsdk.core.pattern;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
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

  /**
   * Lets work in for the first time.
   *
   * @param what what begins, for the message
   * @throws IllegalStateException if that has happened before, or it is closed
   */
  public void openFirst(String what) {
    if (!open()) {
      throw new IllegalStateException(what + " was started or shut down before");
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

  /**
   * Lets nothing in any more and waits until nothing is under way, but not past the deadline; an
   * interrupt ends the wait and stays set. False, without a wait, if it was closed before.
   */
  public boolean drain(Deadline deadline) {
    boolean first = close();
    try {
      boolean unused = first && await(deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return first;
  }

  /** Returns that what is behind it is up while it is open. */
  public Health health() {
    return state == State.OPEN ? Health.up() : Health.down("not running");
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
