package io.patternsdk.lifecycle;

import io.patternsdk.core.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * Work on a thread of its own, for which somebody waits only so long. The time is that of a clock
 * which is passed in; so a second thread sleeps on it.
 */
final class Bounded {
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean done;

  private Bounded(String name, Runnable work) {
    thread =
        Thread.ofPlatform()
            .name(name)
            .daemon()
            .unstarted(
                () -> {
                  try {
                    work.run();
                  } finally {
                    done = true;
                    ended.countDown();
                  }
                });
  }

  /** Begins the work. */
  static Bounded start(String name, Runnable work) {
    Bounded bounded = new Bounded(name, work);
    bounded.thread.start();
    return bounded;
  }

  /** Waits until it is done, or for {@code limit}; returns whether it is done. */
  boolean await(Clock clock, Duration limit) throws InterruptedException {
    if (done) {
      return true;
    }
    // A latch of this wait alone: several may wait for the same work.
    CountDownLatch over = new CountDownLatch(1);
    Thread timer = Thread.startVirtualThread(() -> sleep(clock, limit, over));
    Thread watcher = Thread.startVirtualThread(() -> watch(over));
    try {
      over.await();
      return done;
    } finally {
      timer.interrupt();
      watcher.interrupt();
    }
  }

  /** Asks it to give up. */
  void interrupt() {
    thread.interrupt();
  }

  private static void sleep(Clock clock, Duration limit, CountDownLatch over) {
    try {
      clock.sleep(limit);
      over.countDown();
    } catch (InterruptedException e) {
      // the wait has ended already
    }
  }

  private void watch(CountDownLatch over) {
    try {
      ended.await();
      over.countDown();
    } catch (InterruptedException e) {
      // the wait has ended already
    }
  }
}
