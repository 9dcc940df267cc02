package io.patternsdk.benchmarks.primitives;

import io.patternsdk.benchmarks.paired.Comparison;
import io.patternsdk.benchmarks.paired.Contender;
import io.patternsdk.testkit.server.RedisServer;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a batch write would gain by a pool of buffers. Today a driver makes an array for each
 * envelope, and its client frames them all in a buffer that it has pooled itself. The collector is
 * the one that the JVM was started with.
 */
final class BufferCost {
  private static final int[] BODIES = {200, 4_000};
  private static final Duration ALONE = Duration.ofSeconds(2);
  private static final String TODAY = "new envelopes in the client's pooled batch";
  private static final String POOLED = "pooled envelopes as well";

  private BufferCost() {}

  static void print() {
    try (RedisServer redis = RedisServer.start()) {
      for (int body : BODIES) {
        print(body, "without a server", Wires.none(BatchWrite.batchSize(body)), false);
        print(
            body, "to Redis", Wires.redis(new InetSocketAddress(redis.host(), redis.port())), true);
      }
    }
  }

  private static void print(int body, String where, BatchWrite.Wire wire, boolean waits) {
    BufferPool envelopes = new BufferPool(512, BatchWrite.envelopeSize(body));
    BufferPool batches = new BufferPool(4, BatchWrite.batchSize(body));
    Pooled batch = new Pooled(batches);
    BatchWrite today = new BatchWrite(body, new Fresh(), batch, wire);
    BatchWrite pooled = new BatchWrite(body, new Pooled(envelopes), batch, wire);
    BatchWrite fresh = new BatchWrite(body, new Fresh(), new Fresh(), wire);
    Comparison comparison =
        new Comparison("100 messages of " + body + " B " + where + ", collected by " + collector())
            .add(TODAY, turn(today))
            .add(POOLED, turn(pooled))
            .add("new envelopes and a new batch", turn(fresh));
    (waits ? comparison.everyThread() : comparison).print(2);
    for (int threads = 1; threads <= 2; threads++) {
      System.out.println(collected(TODAY, today, threads));
      System.out.println(collected(POOLED, pooled, threads));
    }
    if (envelopes.leaked() + batches.leaked() != 0) {
      throw new IllegalStateException("buffers were not given back");
    }
  }

  private static Contender.Turn turn(BatchWrite batch) {
    return times -> {
      long written = 0;
      for (int i = 0; i < times; i++) {
        written += batch.write();
      }
      return written;
    };
  }

  /** Lets some threads do nothing else for a while. */
  private static String collected(String name, BatchWrite batch, int threads) {
    LongAdder done = new LongAdder();
    long pauses = millis();
    long begun = System.nanoTime();
    List<Thread> working = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      working.add(Thread.ofPlatform().start(() -> repeat(batch, begun, done)));
    }
    working.forEach(BufferCost::join);
    double seconds = (System.nanoTime() - begun) / 1e9;
    return String.format(
        Locale.ROOT,
        "  %-44s %dT alone: %,9.0f batches/s, %5.2f %% of the time in collections",
        name,
        threads,
        done.sum() / seconds,
        (millis() - pauses) / seconds / 10);
  }

  private static void repeat(BatchWrite batch, long begun, LongAdder done) {
    while (System.nanoTime() - begun < ALONE.toNanos()) {
      if (batch.write() > 0) {
        done.increment();
      }
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long millis() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }

  private static String collector() {
    return ManagementFactory.getGarbageCollectorMXBeans().getFirst().getName();
  }

  private record Fresh() implements BatchWrite.Buffers {
    @Override
    public ByteBuffer take(int bytes) {
      return ByteBuffer.allocate(bytes);
    }

    @Override
    public void give(ByteBuffer buffer) {}
  }

  private record Pooled(BufferPool pool) implements BatchWrite.Buffers {
    @Override
    public ByteBuffer take(int bytes) {
      return pool.take(bytes);
    }

    @Override
    public void give(ByteBuffer buffer) {
      pool.give(buffer);
    }
  }
}
