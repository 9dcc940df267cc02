package io.patternsdk.testkit.contract.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/** Many virtual threads that do the same at the same time. */
public final class Crowd {
  private Crowd() {}

  /** Runs the task in {@code size} threads that begin together; the first failure is thrown. */
  public static void run(int size, IntConsumer task) {
    call(
        size,
        i -> {
          task.accept(i);
          return true;
        });
  }

  /** Runs the task in {@code size} threads that begin together and returns what each returned. */
  public static <T> List<T> call(int size, IntFunction<T> task) {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<T>> futures = new ArrayList<>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < size; i++) {
        int index = i;
        futures.add(
            executor.submit(
                () -> {
                  start.await();
                  return task.apply(index);
                }));
      }
      start.countDown();
    }
    return futures.stream().map(Crowd::result).toList();
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new AssertionError("one of the crowd failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
