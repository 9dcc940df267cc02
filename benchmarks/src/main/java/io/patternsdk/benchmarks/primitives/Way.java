package io.patternsdk.benchmarks.primitives;

import io.patternsdk.concurrency.Report;
import io.patternsdk.concurrency.Result;
import io.patternsdk.concurrency.Step;
import io.patternsdk.concurrency.fanout.FanOut;
import io.patternsdk.concurrency.pool.WorkerPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** A way of doing one thing to many inputs, a limited number at a time. */
interface Way {

  /** Does it, and returns the sum of the results. */
  long run(List<Integer> inputs, Step<Integer, Integer> step) throws Exception;

  /** Takes tasks one by one. */
  interface Submitter {
    Future<Integer> submit(Callable<Integer> task) throws Exception;
  }

  static Way submit(Submitter submitter) {
    return (inputs, step) -> {
      List<Future<Integer>> futures = new ArrayList<>(inputs.size());
      for (Integer input : inputs) {
        futures.add(submitter.submit(() -> step.apply(input)));
      }
      return sum(futures);
    };
  }

  static Way invokeAll(ExecutorService executor) {
    return (inputs, step) -> {
      List<Callable<Integer>> tasks = new ArrayList<>(inputs.size());
      for (Integer input : inputs) {
        tasks.add(() -> step.apply(input));
      }
      return sum(executor.invokeAll(tasks));
    };
  }

  /** A thread for each of {@code bound} shares of the inputs: what no pool can beat. */
  static Way loops(ExecutorService perTask, int bound) {
    return (inputs, step) -> {
      List<Future<Long>> shares = new ArrayList<>(bound);
      for (int i = 0; i < bound; i++) {
        int first = i;
        shares.add(
            perTask.submit(
                () -> {
                  long sum = 0;
                  for (int input = first; input < inputs.size(); input += bound) {
                    sum += step.apply(inputs.get(input));
                  }
                  return sum;
                }));
      }
      return sum(shares);
    };
  }

  static Way bulk(WorkerPool pool) {
    return (inputs, step) -> sum(pool.all(inputs, step));
  }

  static Way fanOut(FanOut fanOut) {
    return (inputs, step) -> sum(fanOut.all(inputs, step));
  }

  private static long sum(List<? extends Future<? extends Number>> futures) throws Exception {
    long sum = 0;
    for (Future<? extends Number> future : futures) {
      sum += future.get().longValue();
    }
    return sum;
  }

  private static long sum(Report<Integer> report) {
    long sum = 0;
    for (Result<Integer> result : report.results()) {
      sum += result.orThrow();
    }
    return sum;
  }
}
