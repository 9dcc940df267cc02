package io.patternsdk.benchmarks.primitives;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.SleepingWaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import com.lmax.disruptor.util.DaemonThreadFactory;
import io.patternsdk.benchmarks.paired.Bench;
import io.patternsdk.benchmarks.paired.Comparison;
import io.patternsdk.benchmarks.paired.Contender;
import io.patternsdk.benchmarks.paired.Forks;
import io.patternsdk.concurrency.Pipeline;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jctools.queues.SpscArrayQueue;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * What it costs to pass a million items through three stages that add 1 each, on a thread each
 * behind buffers of 1,024, beside what else does that; and with the stages on one thread.
 */
public final class PipelineCost implements Bench {
  private static final int ITEMS = 1_000_000;
  private static final int BUFFER = 1_024;
  private static final Integer END = Integer.MIN_VALUE;

  private static final String QUEUES = "Pipeline of 3 stages, 1,000,000 items, beside queues";
  private static final String REACTOR = "Pipeline of 3 stages, 1,000,000 items, beside Reactor";
  private static final String DISRUPTOR = "Pipeline of 3 stages, 1,000,000 items, beside Disruptor";
  private static final String OURS = "ours, 3 threads";

  /** Runs it in three JVMs and says which targets were met. */
  static void print() throws Exception {
    Targets targets = new Targets("Pipeline", Forks.run(PipelineCost.class, 3));
    targets.atMost(QUEUES, OURS, 1, 0.75);
    targets.atMost(REACTOR, OURS, 1, 0.45);
    targets.atMost(DISRUPTOR, OURS, 1, 0.35);
    targets.print();
  }

  @Override
  public List<Comparison> comparisons() {
    return List.of(
        beside(QUEUES, "JCTools SPSC, spin, yield, park", PipelineCost::jctools)
            .add("ours, submitted one by one", each(PipelineCost::submitted))
            .add("ours, stages on one thread", each(PipelineCost::fused)),
        beside(REACTOR, "Reactor, publishOn", PipelineCost::reactor),
        beside(DISRUPTOR, "Disruptor, sleeping wait", PipelineCost::disruptor));
  }

  @Override
  public void close() {
    Schedulers.shutdownNow();
  }

  private static Comparison beside(String title, String peer, Million million) {
    return new Comparison(title)
        .everyThread()
        .parts(ITEMS)
        .rounds(21)
        .turn(Duration.ofMillis(1)) // a million items take longer, so each turn is one call
        .add(peer, each(million))
        .add(OURS, each(PipelineCost::ours));
  }

  private interface Million {
    long pass() throws InterruptedException;
  }

  private static Contender.Turn each(Million million) {
    return times -> {
      long sum = 0;
      try {
        for (int i = 0; i < times; i++) {
          sum += million.pass();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (sum != times * (ITEMS * 3L + ITEMS * (ITEMS - 1L) / 2)) {
        throw new IllegalStateException("items were lost: " + sum);
      }
      return sum;
    };
  }

  private static Iterator<Integer> source() {
    return IntStream.range(0, ITEMS).iterator();
  }

  private static long ours() {
    long[] sum = new long[1];
    threaded(sum).run(source()).orThrow();
    return sum[0];
  }

  private static long submitted() {
    long[] sum = new long[1];
    try (Pipeline<Integer> pipeline = threaded(sum)) {
      for (int i = 0; i < ITEMS; i++) {
        pipeline.submit(i);
      }
    }
    return sum[0];
  }

  private static Pipeline<Integer> threaded(long[] sum) {
    return Pipeline.<Integer>named("bench")
        .buffer(BUFFER)
        .map("first", n -> n + 1)
        .buffer(BUFFER)
        .map("second", n -> n + 1)
        .buffer(BUFFER)
        .into("third", n -> sum[0] += n + 1);
  }

  private static long fused() {
    long[] sum = new long[1];
    Pipeline.<Integer>named("bench")
        .map("first", n -> n + 1)
        .map("second", n -> n + 1)
        .into("third", n -> sum[0] += n + 1)
        .run(source())
        .orThrow();
    return sum[0];
  }

  private static long jctools() throws InterruptedException {
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
    source().forEachRemaining(n -> put(first, n));
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

  private static long reactor() {
    Long sum =
        Flux.range(0, ITEMS)
            .publishOn(Schedulers.parallel(), BUFFER)
            .map(n -> n + 1)
            .publishOn(Schedulers.parallel(), BUFFER)
            .map(n -> n + 1)
            .publishOn(Schedulers.parallel(), BUFFER)
            .reduce(0L, (all, n) -> all + n + 1)
            .block();
    return sum == null ? 0 : sum;
  }

  /** An item in the ring. */
  private static final class Event {
    private long value;
  }

  private static long disruptor() throws InterruptedException {
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
    source()
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
