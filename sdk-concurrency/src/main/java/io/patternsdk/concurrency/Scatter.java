package io.patternsdk.concurrency;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Many inputs being worked on by a few threads, each of which claims the next input from a counter.
 * One thread makes it, lets threads run {@link #work}, and waits in {@link #await}.
 */
final class Scatter<I, T> {
  private final List<? extends I> inputs;
  private final Step<? super I, ? extends T> step;
  private final Goal goal;
  private final Thread waiter = Thread.currentThread();
  private final AtomicReferenceArray<@Nullable Result<T>> results;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicInteger successes = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Thread> working = new HashSet<>();
  private volatile boolean stopped;

  Scatter(List<? extends I> inputs, Step<? super I, ? extends T> step, Goal goal) {
    this.inputs = inputs;
    this.step = step;
    this.goal = goal;
    this.results = new AtomicReferenceArray<>(inputs.size());
  }

  /** Works on inputs until none is left or it is stopped; any interrupt by us stays in here. */
  void work() {
    if (!enter()) {
      return;
    }
    int done = 0;
    try {
      for (int claimed = claim(); claimed < inputs.size(); claimed = claim()) {
        settle(claimed, attempt(inputs.get(claimed)));
        done++;
      }
    } finally {
      leave();
      if (ended.addAndGet(done) == inputs.size()) {
        LockSupport.unpark(waiter);
      }
    }
  }

  /** What is claimed is begun; nothing is claimed after a stop. */
  private int claim() {
    return stopped ? Integer.MAX_VALUE : next.getAndIncrement();
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

  private Result<T> attempt(I input) {
    try {
      return new Result.Success<>(step.apply(input));
    } catch (Throwable thrown) {
      return new Result.Failure<>(thrown);
    }
  }

  private void settle(int index, Result<T> result) {
    boolean success = result instanceof Result.Success;
    if (!success && stopped) {
      return; // it may have failed because we interrupted it: it is unfinished
    }
    results.setRelease(index, result);
    if (goal.watches()) {
      int enough = success ? goal.successes() : goal.failures();
      if ((success ? successes : failures).incrementAndGet() >= enough) {
        stopped = true;
        LockSupport.unpark(waiter);
      }
    }
  }

  /**
   * Waits until every input is done, the goal is decided or the ambient deadline has come; then
   * interrupts whoever still works and reports.
   *
   * @throws io.patternsdk.core.BackendException CANCELLED if interrupted
   */
  Report<T> await() {
    Deadline deadline = Deadline.current();
    while (!stopped && ended.get() < inputs.size() && !deadline.passed()) {
      if (Thread.interrupted()) {
        stop();
        throw Interrupted.during("while waiting for results", Effect.UNKNOWN, null);
      }
      LockSupport.parkNanos(this, deadline.remainingNanos());
    }
    if (ended.get() < inputs.size()) {
      stop();
    }
    return report();
  }

  /** Lets nobody begin any more, interrupts whoever works and wakes whoever waits. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      working.forEach(Thread::interrupt);
    } finally {
      lock.unlock();
    }
    LockSupport.unpark(waiter);
  }

  private Report<T> report() {
    int begun = Math.min(next.get(), inputs.size());
    List<Result<T>> all = new ArrayList<>(inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      Result<T> result = results.getAcquire(i);
      all.add(result == null ? new Result.Unfinished<>(i < begun) : result);
    }
    return new Report<>(Collections.unmodifiableList(all));
  }
}
