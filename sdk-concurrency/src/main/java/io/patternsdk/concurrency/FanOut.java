package io.patternsdk.concurrency;

import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * Does one thing to many inputs at once, on virtual threads of its own, at most so many at a time.
 *
 * <p>The caller waits. At the ambient deadline, or when the result is decided, those that still
 * work are interrupted and not waited for; the report says what had ended until then. Each piece
 * runs under the caller's deadline. Every exception and error is kept in its place in the report.
 *
 * <pre>{@code
 * Report<Boolean> report = FanOut.bounded(10).all(regions, region -> region.store(session));
 * }</pre>
 *
 * <p>All methods throw BackendException of kind CANCELLED if the caller is interrupted. Immutable;
 * safe for use by any number of threads.
 *
 * @param bound how many work at a time
 */
public record FanOut(int bound) {
  private static final ThreadFactory THREADS = Thread.ofVirtual().name("fan-out").factory();

  /** Checks the bound. */
  public FanOut {
    Nanos.atLeastOne("bound", bound);
  }

  /** Makes one that works on at most {@code bound} inputs at a time. */
  public static FanOut bounded(int bound) {
    return new FanOut(bound);
  }

  /** Waits for every result. */
  public <I, T> Report<T> all(List<? extends I> inputs, Step<? super I, ? extends T> step) {
    return run(inputs, step, Goal.EVERY_RESULT);
  }

  /** Stops at the first failure. */
  public <I, T> Report<T> failFast(List<? extends I> inputs, Step<? super I, ? extends T> step) {
    return run(inputs, step, Goal.NO_FAILURE);
  }

  /** Stops at the first success. */
  public <I, T> Report<T> first(List<? extends I> inputs, Step<? super I, ? extends T> step) {
    return inputs.isEmpty() ? new Report<>(List.of()) : quorum(1, inputs, step);
  }

  /**
   * Stops when {@code enough} have succeeded, or when too many have failed for that.
   *
   * @throws IllegalArgumentException if {@code enough} is less than 1 or more than there are inputs
   */
  public <I, T> Report<T> quorum(
      int enough, List<? extends I> inputs, Step<? super I, ? extends T> step) {
    if (enough < 1 || enough > inputs.size()) {
      throw new IllegalArgumentException(
          "a quorum of " + enough + " out of " + inputs.size() + " cannot be");
    }
    return run(inputs, step, Goal.successes(enough, inputs.size()));
  }

  private <I, T> Report<T> run(
      List<? extends I> inputs, Step<? super I, ? extends T> step, Goal goal) {
    List<I> fixed = List.copyOf(inputs);
    Scatter<I, T> scatter = new Scatter<>(fixed, step, goal);
    start(scatter.worker(bound - 1, FanOut::start));
    return scatter.await();
  }

  private static void start(Runnable worker) {
    THREADS.newThread(worker).start();
  }
}
