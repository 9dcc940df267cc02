package io.patternsdk.benchmarks.primitives;

import io.patternsdk.concurrency.Step;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** {@code Gatherers.mapConcurrent}, which JDKs have from 24 on. */
record MapConcurrent(int bound, Method gather, Method mapConcurrent) implements Way {

  /** Finds it. */
  static Optional<Way> bounded(int bound) {
    try {
      Class<?> gatherer = Class.forName("java.util.stream.Gatherer");
      Method gather = Stream.class.getMethod("gather", gatherer);
      Method mapConcurrent =
          Class.forName("java.util.stream.Gatherers")
              .getMethod("mapConcurrent", int.class, Function.class);
      return Optional.of(new MapConcurrent(bound, gather, mapConcurrent));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("gatherers are there and not as expected", e);
    }
  }

  @Override
  public long run(List<Integer> inputs, Step<Integer, Integer> step) throws Exception {
    Function<Integer, Integer> function =
        input -> {
          try {
            return step.apply(input);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        };
    Object gatherer = mapConcurrent.invoke(null, bound, function);
    Stream<?> results = (Stream<?>) gather.invoke(inputs.stream(), gatherer);
    return results.mapToLong(result -> (Integer) result).sum();
  }
}
