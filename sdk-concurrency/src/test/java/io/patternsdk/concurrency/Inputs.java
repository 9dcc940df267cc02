package io.patternsdk.concurrency;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** What tests put in, and a step that fails for half of it. */
final class Inputs {
  private Inputs() {}

  static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  static int odd(int number) throws IOException {
    if (number % 2 == 0) {
      throw new IOException("even: " + number);
    }
    return number;
  }
}
