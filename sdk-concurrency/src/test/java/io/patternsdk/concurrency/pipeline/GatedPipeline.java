package io.patternsdk.concurrency.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** A pipeline that works on nothing until its gate opens. */
abstract class GatedPipeline {
  static final Duration LONG = Duration.ofMinutes(1);
  static final Duration SHORT = Duration.ofMillis(20);
  final List<Object> out = new CopyOnWriteArrayList<>();
  final CountDownLatch gate = new CountDownLatch(1);

  /** One that takes an item and holds it until the gate opens, behind a buffer of so many. */
  Pipeline<Integer> gated(int buffer) {
    return Pipeline.<Integer>named("p")
        .buffer(buffer)
        .into(
            "out",
            item -> {
              gate.await();
              out.add(item);
            });
  }

  /** Blocks for the next line; an empty one is the end. */
  record Tail(LinkedBlockingQueue<String> log) implements java.util.function.Supplier<String> {
    @Override
    public String get() {
      try {
        String line = log.take();
        return line.isEmpty() ? null : line;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
