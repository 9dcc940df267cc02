package io.patternsdk.concurrency;

import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Threads that tests start. */
final class Threads {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  private Threads() {}

  /** Starts so many virtual threads. */
  static List<Thread> start(int count, Runnable body) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      threads.add(Thread.startVirtualThread(body));
    }
    return threads;
  }

  static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Returns when each of them waits, for however long. */
  static void awaitWaiting(List<Thread> threads) {
    SOON.until(() -> threads.stream().allMatch(Threads::waits));
  }

  private static boolean waits(Thread thread) {
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING -> true;
      default -> false;
    };
  }
}
