package io.patternsdk.benchmarks.primitives;

import io.patternsdk.concurrency.Step;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * One thing that is to be done to many inputs.
 *
 * @param inputs the numbers from 0 on
 * @param step what is done to each
 * @param sum what the results come to
 */
record Tasks(List<Integer> inputs, Step<Integer, Integer> step, long sum) {

  private static Tasks of(int inputs, Step<Integer, Integer> step, IntUnaryOperator result) {
    return new Tasks(
        IntStream.range(0, inputs).boxed().toList(),
        step,
        IntStream.range(0, inputs).map(result).asLongStream().sum());
  }

  static Tasks trivial(int inputs) {
    return of(inputs, input -> input, input -> input);
  }

  static Tasks blocking(int inputs) {
    return of(inputs, Tasks::block, input -> input);
  }

  static Tasks brief(int inputs) {
    return of(inputs, Tasks::compute, Tasks::compute);
  }

  /** Does all of it that way; fails if a result is missing or wrong. */
  long by(Way way) throws Exception {
    long results = way.run(inputs, step);
    if (results != sum) {
      throw new IllegalStateException("the results come to " + results + ", not to " + sum);
    }
    return results;
  }

  private static int block(int input) throws InterruptedException {
    Thread.sleep(1);
    return input;
  }

  /** Keeps a core busy for some 20 µs. */
  private static int compute(int input) {
    int number = input;
    for (int i = 0; i < 10_000; i++) {
      number ^= number << 13;
      number ^= number >>> 17;
      number ^= number << 5;
    }
    return number;
  }
}
