package io.patternsdk.benchmarks.primitives;

import static io.patternsdk.benchmarks.primitives.Million.BUFFER;
import static io.patternsdk.benchmarks.primitives.Million.ITEMS;

import io.patternsdk.concurrency.pipeline.Pipeline;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** What passes items through stages, on a thread each behind buffers unless it says otherwise. */
public enum PipelineContender implements Million {
  /** Threads and queues, and nothing more. */
  QUEUES("JCTools SPSC, spin, yield, park") {
    @Override
    public long pass() throws InterruptedException {
      return Queues.pass();
    }
  },
  /** Reactor. */
  REACTOR("Reactor, publishOn") {
    @Override
    public long pass() {
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
  },
  /** One ring. */
  DISRUPTOR("Disruptor, sleeping wait") {
    @Override
    public long pass() throws InterruptedException {
      return Ring.pass();
    }
  },
  /** Ours. */
  OURS("ours, 3 threads") {
    @Override
    public long pass() {
      long[] sum = new long[1];
      threaded(sum).run(Million.items()).orThrow();
      return sum[0];
    }
  },
  /** Ours, where the caller has no iterator. */
  SUBMITTED("ours, submitted one by one") {
    @Override
    public long pass() throws InterruptedException {
      long[] sum = new long[1];
      try (Pipeline<Integer> pipeline = threaded(sum)) {
        for (int i = 0; i < ITEMS; i++) {
          pipeline.submit(i);
        }
      }
      return sum[0];
    }
  },
  /** Ours, without buffers. */
  FUSED("ours, stages on one thread") {
    @Override
    public long pass() {
      long[] sum = new long[1];
      Pipeline.<Integer>named("bench")
          .map("first", n -> n + 1)
          .map("second", n -> n + 1)
          .into("third", n -> sum[0] += n + 1)
          .run(Million.items())
          .orThrow();
      return sum[0];
    }
  };

  private final String title;

  PipelineContender(String title) {
    this.title = title;
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

  @Override
  public String toString() {
    return title;
  }
}
