package io.patternsdk.testkit;

import io.patternsdk.core.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A clock that stands still until a test moves it. Whoever sleeps on it wakes when it is moved far
 * enough, whatever the machine's time. Thread-safe.
 */
public final class MovableClock implements Clock {
  // Negative, and soon past zero: an arbitrary origin, as the contract says.
  private static final long FIRST_NANOS = -TimeUnit.SECONDS.toNanos(1);
  private static final Instant FIRST_INSTANT = Instant.parse("2025-01-01T00:00:00Z");
  private static final long PATIENCE_SECONDS = 30;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Sleeper> sleepers = new ArrayList<>();
  private long nanos;
  private Instant wall;

  private MovableClock(long nanos, Instant wall) {
    this.nanos = nanos;
    this.wall = wall;
  }

  /** A clock that stands at the start of 2025. */
  public static MovableClock create() {
    return at(FIRST_INSTANT);
  }

  /** A clock whose wall time stands at {@code wall}. */
  public static MovableClock at(Instant wall) {
    return new MovableClock(FIRST_NANOS, wall);
  }

  @Override
  public long nanoTime() {
    lock.lock();
    try {
      return nanos;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Instant now() {
    lock.lock();
    try {
      return wall;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (duration.isPositive()) {
        Sleeper sleeper = new Sleeper(nanos + duration.toNanos());
        sleepers.add(sleeper);
        changed.signalAll();
        awaitWake(sleeper);
      }
    } finally {
      lock.unlock();
    }
  }

  private void awaitWake(Sleeper sleeper) throws InterruptedException {
    try {
      while (sleepers.contains(sleeper)) {
        changed.await();
      }
    } finally {
      sleepers.remove(sleeper);
    }
  }

  /**
   * Moves both times on and wakes whose time has come. What the woken do next has not happened yet
   * when this returns.
   *
   * @throws IllegalArgumentException if {@code duration} is negative: monotonic time never goes
   *     back
   */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("monotonic time never goes back: " + duration);
    }
    lock.lock();
    try {
      nanos += duration.toNanos();
      wall = wall.plus(duration);
      sleepers.removeIf(sleeper -> sleeper.wakesAt - nanos <= 0);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Steps the wall clock alone, backward if {@code duration} is negative; wakes nobody. */
  public void stepWall(Duration duration) {
    lock.lock();
    try {
      wall = wall.plus(duration);
    } finally {
      lock.unlock();
    }
  }

  /** How many threads sleep on this clock at this moment. */
  public int sleepers() {
    lock.lock();
    try {
      return sleepers.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns when at least {@code count} threads sleep on this clock, so that advancing it reaches
   * them.
   *
   * @throws AssertionError if they do not within half a minute of real time
   */
  public void awaitSleepers(int count) {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (sleepers.size() < count) {
        if (left <= 0) {
          throw new AssertionError(sleepers.size() + " threads sleep, expected " + count);
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for sleepers", e);
    } finally {
      lock.unlock();
    }
  }

  /** Identified by itself: two threads may wake at the same time. */
  private static final class Sleeper {
    private final long wakesAt;

    Sleeper(long wakesAt) {
      this.wakesAt = wakesAt;
    }
  }
}
