package io.patternsdk.benchmarks.primitives;

import static io.patternsdk.benchmarks.primitives.Million.BUFFER;
import static io.patternsdk.benchmarks.primitives.Million.ITEMS;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.SleepingWaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import com.lmax.disruptor.util.DaemonThreadFactory;
import java.util.concurrent.CountDownLatch;

/** A handler of a Disruptor for each stage, one behind the other. */
final class Ring {
  private Ring() {}

  /** An item in the ring. */
  private static final class Event {
    private long value;
  }

  static long pass() throws InterruptedException {
    Disruptor<Event> disruptor =
        new Disruptor<>(
            Event::new,
            BUFFER,
            DaemonThreadFactory.INSTANCE,
            ProducerType.SINGLE,
            new SleepingWaitStrategy());
    long[] sum = new long[1];
    CountDownLatch done = new CountDownLatch(1);
    EventHandler<Event> addOne = (event, sequence, last) -> event.value++;
    EventHandler<Event> addAgain = (event, sequence, last) -> event.value++;
    disruptor
        .handleEventsWith(addOne)
        .then(addAgain)
        .then(
            (event, sequence, last) -> {
              sum[0] += event.value + 1;
              if (sequence == ITEMS - 1) {
                done.countDown();
              }
            });
    RingBuffer<Event> ring = disruptor.start();
    Million.items()
        .forEachRemaining(
            n -> {
              long sequence = ring.next();
              ring.get(sequence).value = n;
              ring.publish(sequence);
            });
    done.await();
    disruptor.shutdown();
    return sum[0];
  }
}
