package io.patternsdk.testkit.proxy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** The faults that are switched on: what every pump asks before it passes bytes on. */
final class Faults {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Direction> stalled = EnumSet.noneOf(Direction.class);
  private Duration latency = Duration.ZERO;
  private Cut cut = Cut.NONE;

  void latency(Duration value) {
    change(() -> latency = value);
  }

  void stall(Direction direction) {
    change(() -> stalled.add(direction));
  }

  void cut(Cut value) {
    change(() -> cut = value);
  }

  void heal() {
    change(
        () -> {
          latency = Duration.ZERO;
          stalled.clear();
          cut = Cut.NONE;
        });
  }

  /** Lets every waiting pump look again. */
  void wake() {
    change(() -> {});
  }

  private void change(Runnable what) {
    lock.lock();
    try {
      what.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until bytes that go this way may pass, or {@code abandoned} says that nobody cares. */
  void pass(Direction direction, BooleanSupplier abandoned) throws InterruptedException {
    long since = System.nanoTime();
    lock.lock();
    try {
      while (!abandoned.getAsBoolean()) {
        long left = latency.toNanos() - (System.nanoTime() - since);
        if (stalled.contains(direction)) {
          changed.await();
        } else if (left > 0) {
          var unused = changed.awaitNanos(left);
        } else {
          return;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** What the next {@code length} bytes of a request come to; a cut applies once. */
  Verdict judge(int length) {
    lock.lock();
    try {
      Verdict verdict = cut.judge(length);
      cut = verdict.next();
      return verdict;
    } finally {
      lock.unlock();
    }
  }
}
