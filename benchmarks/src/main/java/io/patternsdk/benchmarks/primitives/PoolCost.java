package io.patternsdk.benchmarks.primitives;

import io.patternsdk.benchmarks.paired.Comparison;
import io.patternsdk.concurrency.FanOut;
import io.patternsdk.concurrency.WorkerPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** What worker pool and fan-out cost for each trivial task. */
final class PoolCost {
  private static final int WORKERS = 10;
  private static final List<Integer> INPUTS = IntStream.range(0, 1_000).boxed().toList();

  private PoolCost() {}

  /** Each turn submits tasks one by one and waits for the last result. */
  static Comparison submit(ExecutorService executor, WorkerPool pool) {
    return new Comparison("pool of 10, submit one by one, each trivial task")
        .add("ThreadPoolExecutor submit", times -> all(times, executor::submit))
        .add("ours submit", times -> all(times, pool::submit));
  }

  /** Each call of a turn is a bulk of 1,000. */
  static Comparison bulk(ExecutorService executor, WorkerPool pool) {
    List<Callable<Integer>> tasks = new ArrayList<>();
    INPUTS.forEach(input -> tasks.add(() -> input));
    FanOut fanOut = FanOut.bounded(WORKERS);
    return new Comparison("1,000 trivial tasks at once, 10 at a time; each bulk")
        .add(
            "ThreadPoolExecutor invokeAll",
            times -> {
              long sum = 0;
              for (int i = 0; i < times; i++) {
                sum += invokeAll(executor, tasks);
              }
              return sum;
            })
        .add(
            "our pool",
            times -> {
              long sum = 0;
              for (int i = 0; i < times; i++) {
                sum += pool.all(INPUTS, input -> input).results().size();
              }
              return sum;
            })
        .add(
            "our fan-out",
            times -> {
              long sum = 0;
              for (int i = 0; i < times; i++) {
                sum += fanOut.all(INPUTS, input -> input).results().size();
              }
              return sum;
            });
  }

  static void print() {
    ExecutorService executor = Executors.newFixedThreadPool(WORKERS);
    try (WorkerPool pool = WorkerPool.named("bench").workers(WORKERS).queue(100_000).build()) {
      submit(executor, pool).print(1);
      bulk(executor, pool).print(1);
    } finally {
      executor.shutdown();
      awaitEnd(executor);
    }
  }

  private static void awaitEnd(ExecutorService executor) {
    try {
      executor.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Submitter {
    Future<Integer> submit(Callable<Integer> task);
  }

  private static long all(int times, Submitter submitter) {
    List<Future<Integer>> futures = new ArrayList<>(times);
    for (int i = 0; i < times; i++) {
      int number = i;
      futures.add(submitter.submit(() -> number));
    }
    long sum = 0;
    for (Future<Integer> future : futures) {
      sum += value(future);
    }
    return sum;
  }

  private static long invokeAll(ExecutorService executor, List<Callable<Integer>> tasks) {
    try {
      long sum = 0;
      for (Future<Integer> future : executor.invokeAll(tasks)) {
        sum += value(future);
      }
      return sum;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int value(Future<Integer> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
