package io.patternsdk.concurrency.internal;

import io.patternsdk.concurrency.Report;
import io.patternsdk.concurrency.Step;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Many inputs being worked on by a few threads, each of which claims the next input from a counter.
 * One thread makes it, lets another run a {@link #worker} or {@link #begin}s, and waits in {@link
 * #await}. Workers call each other; who has been called stands aside at first and now and then,
 * with nothing claimed, while the others get on as well without; the first never does.
 */
public final class BulkTask<I, T> {
  private static final int CLOSED = Integer.MAX_VALUE / 2;
  private static final int RUN = 256; // takes three times as long as a look aside, or longer

  private final List<? extends I> inputs;
  private final Step<? super I, ? extends T> step;
  private final CompletionPolicy policy;
  private final Thread waiter = Thread.currentThread();
  private final ResultList<T> results;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicInteger successes = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Thread> working = new HashSet<>();
  private int begun;
  private volatile boolean stopped;

  public BulkTask(
      List<? extends I> inputs, Step<? super I, ? extends T> step, CompletionPolicy policy) {
    this.inputs = inputs;
    this.step = step;
    this.policy = policy;
    this.results = new ResultList<>(inputs.size());
  }

  /**
   * Returns the work of a thread, under the deadline of the calling thread. It ends when no input
   * is left or this is stopped; any interrupt by us stays in there. Before its first step it has
   * another worker called if that could find an input, up to so many others.
   */
  public Runnable worker(int others, Consumer<Runnable> call) {
    int useful = Math.min(others, inputs.size() - 1);
    return Deadline.carry(() -> lead(useful, call, false));
  }

  /**
   * Calls up to so many workers, of which the calling thread calls two, so that the first need not.
   * What calling throws is thrown; then this is stopped.
   */
  public void begin(int workers, Consumer<Runnable> call) {
    call.accept(Deadline.carry(() -> work(false)));
    try {
      callAnother(Math.min(workers, inputs.size()) - 1, call);
    } catch (Throwable thrown) {
      stop();
      throw thrown;
    }
  }

  private void callAnother(int others, Consumer<Runnable> call) {
    if (others > 0 && next.get() < inputs.size()) {
      call.accept(Deadline.carry(() -> join(others - 1, call)));
    }
  }

  private void join(int others, Consumer<Runnable> call) {
    ContentionBackoff.backOff(next::get, inputs.size());
    lead(others, call, true);
  }

  private void lead(int others, Consumer<Runnable> call, boolean yields) {
    try {
      callAnother(others, call);
    } finally {
      work(yields);
    }
  }

  private void work(boolean yields) {
    if (!Deadline.current().passed() && enter()) {
      claimAll(yields);
    }
  }

  private void claimAll(boolean yields) {
    int done = 0;
    // Whoever waits stops the others in time, but not if this is done by the one who will wait.
    Deadline deadline = Thread.currentThread().equals(waiter) ? Deadline.current() : Deadline.NONE;
    try {
      for (int i = claim(deadline); i < inputs.size(); i = claim(deadline)) {
        attempt(i);
        done++;
        if (yields && done % RUN == 0) {
          ContentionBackoff.backOff(next::get, inputs.size());
        }
      }
    } finally {
      leave();
      if (ended.addAndGet(done) == inputs.size()) {
        LockSupport.unpark(waiter);
      }
    }
  }

  private int claim(Deadline deadline) {
    return deadline.passed() ? CLOSED : next.getAndIncrement();
  }

  private boolean enter() {
    lock.lock();
    try {
      return !stopped && working.add(Thread.currentThread());
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    lock.lock();
    try {
      working.remove(Thread.currentThread());
      if (stopped) {
        Thread.interrupted();
      }
    } finally {
      lock.unlock();
    }
  }

  private void attempt(int index) {
    try {
      results.succeed(index, step.apply(inputs.get(index)));
      if (policy.watches() && successes.incrementAndGet() >= policy.successes()) {
        stop();
      }
    } catch (Throwable thrown) {
      if (!stopped) { // else it may have failed because we interrupted it: it is unfinished
        results.fail(index, thrown);
        if (failures.incrementAndGet() >= policy.failures()) {
          stop();
        }
      }
    }
  }

  /**
   * Waits until every input is done, the goal is decided or the ambient deadline has come; then
   * interrupts whoever still works and reports.
   *
   * @throws io.patternsdk.core.BackendException CANCELLED if interrupted
   */
  public Report<T> await() {
    Deadline deadline = Deadline.current();
    while (!stopped && ended.get() < inputs.size() && !deadline.passed()) {
      if (Thread.interrupted()) {
        stop();
        throw Interrupted.during("while waiting for results", Effect.UNKNOWN, null);
      }
      LockSupport.parkNanos(this, deadline.remainingNanos());
    }
    if (ended.get() == inputs.size() && !stopped) {
      return new Report<>(results);
    }
    return new Report<>(results.soFar(stop()));
  }

  /** Counts the failures in what {@link #await} has returned. */
  public int failed(Report<T> report) {
    return stopped ? report.failures().size() : failures.get();
  }

  /** Counts what is unfinished in what {@link #await} has returned. */
  public int unfinished(Report<T> report) {
    return stopped ? report.unfinished() : 0;
  }

  /**
   * Lets nobody claim any more, interrupts whoever works and wakes whoever waits.
   *
   * @return how many inputs were begun
   */
  public int stop() {
    lock.lock();
    try {
      if (!stopped) {
        stopped = true;
        begun = Math.min(next.getAndSet(CLOSED), inputs.size());
      }
      working.forEach(Thread::interrupt);
      return begun;
    } finally {
      lock.unlock();
      LockSupport.unpark(waiter);
    }
  }
}
