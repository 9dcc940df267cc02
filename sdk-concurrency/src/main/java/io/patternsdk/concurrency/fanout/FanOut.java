package io.patternsdk.concurrency.fanout;

import io.patternsdk.concurrency.Report;
import io.patternsdk.concurrency.Step;
import io.patternsdk.concurrency.internal.BulkTask;
import io.patternsdk.concurrency.internal.CompletionPolicy;
import io.patternsdk.concurrency.internal.EventPublisher;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;

/**
 * Does one thing to many inputs at once, on virtual threads of its own, at most so many at a time.
 *
 * <p>The caller waits. At the ambient deadline, or when the result is decided, those that still
 * work are interrupted and not waited for; the report says what had ended until then. Each piece
 * runs under the caller's deadline. Every exception and error is kept in its place in the report.
 *
 * {@snippet class="io.patternsdk.concurrency.examples.WorkExamplesTest" region="fan-out" :
 * Report<Boolean> report = FanOut.bounded(10).all(identities, identity -> send(identity));
 * List<Throwable> failures = report.failures();
 * }
 *
 * <p>All methods throw BackendException of kind CANCELLED if the caller is interrupted. Safe for
 * use by any number of threads.
 */
public final class FanOut {
  private static final ThreadFactory THREADS = Thread.ofVirtual().name("fan-out").factory();

  private final int bound;
  private final EventPublisher publisher;
  private final LongAdder inputs = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder unfinished = new LongAdder();

  FanOut(int bound, EventPublisher publisher) {
    this.bound = bound;
    this.publisher = publisher;
  }

  /** Makes one that works on at most {@code bound} inputs at a time and tells nobody. */
  public static FanOut bounded(int bound) {
    return named("fan-out").bound(bound).build();
  }

  /** Begins to build one. */
  public static FanOutBuilder named(String name) {
    return new FanOutBuilder(name);
  }

  /** Returns its name. */
  public String name() {
    return publisher.name();
  }

  /** Returns how many work at a time. */
  public int bound() {
    return bound;
  }

  /** Waits for every result. */
  public <I, T> Report<T> all(List<? extends I> inputs, Step<? super I, ? extends T> step) {
    return run(inputs, step, CompletionPolicy.EVERY_RESULT);
  }

  /** Stops at the first failure. */
  public <I, T> Report<T> failFast(List<? extends I> inputs, Step<? super I, ? extends T> step) {
    return run(inputs, step, CompletionPolicy.NO_FAILURE);
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
    return run(inputs, step, CompletionPolicy.successes(enough, inputs.size()));
  }

  private <I, T> Report<T> run(
      List<? extends I> inputs, Step<? super I, ? extends T> step, CompletionPolicy policy) {
    List<I> fixed = List.copyOf(inputs);
    BulkTask<I, T> bulk = new BulkTask<>(fixed, step, policy);
    bulk.begin(bound, FanOut::start);
    Report<T> report = bulk.await();
    count(fixed.size(), bulk.failed(report), bulk.unfinished(report));
    return report;
  }

  private void count(int inputs, int failed, int unfinished) {
    this.inputs.add(inputs);
    if (failed + unfinished > 0) {
      this.failed.add(failed);
      this.unfinished.add(unfinished);
    }
    publisher.fannedOut(inputs, failed, unfinished);
  }

  /** Says what it has done so far. */
  public FanOutSnapshot snapshot() {
    return new FanOutSnapshot(bound, inputs.sum(), failed.sum(), unfinished.sum());
  }

  private static void start(Runnable worker) {
    THREADS.newThread(worker).start();
  }

  @Override
  public String toString() {
    return "fan-out " + name() + " " + snapshot();
  }
}
