package io.patternsdk.concurrency.pipeline;

import io.patternsdk.core.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Wakes one thread at a time of an injected clock. It has a thread of its own, which sleeps while
 * it is set and waits without a limit while it is not.
 */
final class LingerTimer {
  private final Clock clock;
  private final PipelineScope scope;
  private final Runnable wake;
  private volatile boolean set;
  private volatile boolean ended;
  private volatile long due;
  private volatile @Nullable Thread thread;

  LingerTimer(Clock clock, PipelineScope scope, Runnable wake) {
    this.clock = clock;
    this.scope = scope;
    this.wake = wake;
  }

  /** Sets it, unless it is set for some earlier time: then it is to be set again afterwards. */
  void set(long nanoTime) {
    if (!set) {
      due = nanoTime;
      set = true;
      LockSupport.unpark(thread);
    }
  }

  /** Ends its thread. */
  void end() {
    ended = true;
    Thread sleeper = thread;
    if (sleeper != null) {
      sleeper.interrupt();
    }
  }

  void run() {
    thread = Thread.currentThread();
    while (!ended && !scope.stopped()) {
      if (!set) {
        LockSupport.park(this);
      } else {
        sleepUntilDue();
      }
    }
  }

  private void sleepUntilDue() {
    try {
      clock.sleep(Duration.ofNanos(due - clock.nanoTime()));
      set = false;
      wake.run();
    } catch (InterruptedException e) {
      // it ends, or was woken for nothing and sleeps again
    }
  }
}
