package io.patternsdk.app.multicast;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** The same for each of many numbers, some of them at a time. */
final class Parallel {
  private Parallel() {}

  /**
   * Returns what {@code call} returns for each number from 0 on, in their order.
   *
   * @throws AssertionError if one of them fails
   */
  static <T> List<T> each(int numbers, int atOnce, IntFunction<T> call) {
    List<T> all = new ArrayList<>();
    try (ExecutorService threads =
        Executors.newFixedThreadPool(atOnce, Thread.ofVirtual().factory())) {
      List<Future<T>> started = new ArrayList<>();
      for (int i = 0; i < numbers; i++) {
        int number = i;
        started.add(threads.submit(() -> call.apply(number)));
      }
      for (Future<T> each : started) {
        all.add(each.get());
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return all;
  }
}
