package io.patternsdk.concurrency.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpinThenParkLockTest {
  private static final int THREADS = 8;
  private static final int TIMES = 20_000;

  private final SpinThenParkLock lock = new SpinThenParkLock();
  private int count;

  @Test
  void onlyOneHoldsItAtATime() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(i % 2 == 0 ? Thread.ofVirtual().start(this::add) : new Thread(this::add));
    }
    threads.stream().filter(thread -> !thread.isVirtual()).forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(count).isEqualTo(THREADS * TIMES);
  }

  private void add() {
    for (int i = 0; i < TIMES; i++) {
      lock.lock();
      try {
        count++;
      } finally {
        lock.unlock();
      }
    }
  }

  @Test
  void whoeverFindsItHeldForLongIsPutToSleep() throws InterruptedException {
    lock.lock();
    Thread waiter = new Thread(this::add);
    waiter.start();
    Eventually.within(Duration.ofMinutes(1)).until(() -> waiter.getState() == Thread.State.WAITING);
    lock.unlock();
    waiter.join();
    assertThat(count).isEqualTo(TIMES);
  }
}
