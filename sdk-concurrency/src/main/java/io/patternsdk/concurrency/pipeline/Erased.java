package io.patternsdk.concurrency.pipeline;

import io.patternsdk.concurrency.Sink;
import io.patternsdk.concurrency.Step;
import java.util.function.Function;

/** Steps of stages of different types, made alike; the builder has checked that they fit. */
@SuppressWarnings("unchecked")
final class Erased {
  private Erased() {}

  static <R> Step<Object, R> step(Step<?, ? extends R> step) {
    return (Step<Object, R>) step;
  }

  static Sink<Object> sink(Sink<?> sink) {
    return (Sink<Object>) sink;
  }

  static Parallel<Object> parallel(Parallel<?> parallel) {
    return new Parallel<>(
        parallel.workers(), (Function<Object, ?>) parallel.keyOf(), parallel.inOrder());
  }
}
