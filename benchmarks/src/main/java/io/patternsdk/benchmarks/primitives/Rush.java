package io.patternsdk.benchmarks.primitives;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * Threads that enter and leave again and again, with a tenth of a microsecond of work inside.
 *
 * @param enter waits for a place
 * @param leave gives it back
 */
record Rush(Runnable enter, Runnable leave) {
  private static final long WORK_NANOS = 100;

  /**
   * What was seen of one turn.
   *
   * @param rate entries a second
   * @param longestWaitMillis the longest that a thread waited for its place
   */
  record Seen(double rate, double longestWaitMillis) {}

  Seen run(int threads, Duration turn) throws InterruptedException {
    LongAdder entries = new LongAdder();
    LongAccumulator longest = new LongAccumulator(Math::max, 0);
    long begun = System.nanoTime();
    long until = begun + turn.toNanos();
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      all.add(Thread.ofPlatform().start(() -> enterUntil(until, entries, longest)));
    }
    for (Thread thread : all) {
      thread.join();
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    return new Seen(entries.sum() / seconds, longest.get() / 1e6);
  }

  private void enterUntil(long until, LongAdder entries, LongAccumulator longest) {
    long entered = 0;
    long longestOwn = 0;
    for (long came = System.nanoTime(); came - until < 0; came = System.nanoTime()) {
      enter.run();
      long inside = System.nanoTime();
      longestOwn = Math.max(longestOwn, inside - came);
      while (System.nanoTime() - inside < WORK_NANOS) {
        Thread.onSpinWait();
      }
      leave.run();
      entered++;
    }
    entries.add(entered);
    longest.accumulate(longestOwn);
  }
}
