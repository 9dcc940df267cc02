package io.patternsdk.benchmarks.primitives;

import static io.patternsdk.benchmarks.primitives.Million.BUFFER;

import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.SpscArrayQueue;

/** A thread for each stage behind a queue of JCTools for one producer and one consumer. */
final class Queues {
  private static final Integer END = Integer.MIN_VALUE;

  private Queues() {}

  static long pass() throws InterruptedException {
    SpscArrayQueue<Integer> first = new SpscArrayQueue<>(BUFFER);
    SpscArrayQueue<Integer> second = new SpscArrayQueue<>(BUFFER);
    SpscArrayQueue<Integer> third = new SpscArrayQueue<>(BUFFER);
    long[] sum = new long[1];
    Thread one = Thread.ofPlatform().start(() -> addOne(first, second));
    Thread two = Thread.ofPlatform().start(() -> addOne(second, third));
    Thread three =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (Integer n = take(third); !n.equals(END); n = take(third)) {
                    sum[0] += n + 1;
                  }
                });
    Million.items().forEachRemaining(n -> put(first, n));
    put(first, END);
    one.join();
    two.join();
    three.join();
    return sum[0];
  }

  private static void addOne(SpscArrayQueue<Integer> from, SpscArrayQueue<Integer> to) {
    for (Integer n = take(from); !n.equals(END); n = take(from)) {
      put(to, n + 1);
    }
    put(to, END);
  }

  private static void put(SpscArrayQueue<Integer> queue, Integer item) {
    for (int tries = 0; !queue.offer(item); tries++) {
      idle(tries);
    }
  }

  private static Integer take(SpscArrayQueue<Integer> queue) {
    Integer item = queue.poll();
    for (int tries = 0; item == null; tries++) {
      idle(tries);
      item = queue.poll();
    }
    return item;
  }

  @SuppressWarnings("ThreadPriorityCheck") // as such queues are waited for
  private static void idle(int tries) {
    if (tries < 100) {
      Thread.onSpinWait();
    } else if (tries < 200) {
      Thread.yield();
    } else {
      LockSupport.parkNanos(1);
    }
  }
}
