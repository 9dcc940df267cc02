package io.patternsdk.concurrency.internal;

import io.patternsdk.core.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads that start, stop and end together: whether they go on, and why not.
 *
 * @param <E> how they ended
 */
public class TaskScope<E extends Enum<E>> {
  /** How long a step may take to heed an interrupt before nobody waits for it any more. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final EventPublisher publisher;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final List<Runnable> onStop = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable E> end = new AtomicReference<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int alive;
  private volatile boolean stopped;
  private final E completed;
  private final E timedOut;

  /**
   * Makes one without a thread.
   *
   * @param completed how they ended when all did so of themselves
   * @param timedOut how they ended when the deadline came first
   */
  public TaskScope(EventPublisher publisher, E completed, E timedOut) {
    this.publisher = publisher;
    this.completed = completed;
    this.timedOut = timedOut;
  }

  /** Returns whoever tells the listener. */
  public final EventPublisher publisher() {
    return publisher;
  }

  /** Tells whether nothing is to begin any more. */
  public final boolean stopped() {
    return stopped;
  }

  /** Returns how they ended. */
  public final E end() {
    E now = end.get();
    return now == null ? completed : now;
  }

  /** Has something done at a stop. Only before it starts. */
  public final void onStop(Runnable action) {
    onStop.add(action);
  }

  /** Starts a thread that a stop interrupts. */
  public final void start(String role, Runnable body) {
    String name = publisher.name() + "-" + role;
    Thread thread = Thread.ofVirtual().name(name).unstarted(() -> live(body));
    count(1);
    threads.add(thread);
    thread.start();
    if (stopped) {
      thread.interrupt();
    }
  }

  private void live(Runnable body) {
    try {
      body.run();
    } finally {
      count(-1);
    }
  }

  private void count(int more) {
    lock.lock();
    try {
      alive += more;
      if (alive == 0) {
        end.compareAndSet(null, completed);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether this is one of the threads. */
  public final boolean owns(Thread thread) {
    return threads.contains(thread);
  }

  /** Lets nothing begin any more and interrupts what is under way, unless all has ended. */
  public final void stop(E why) {
    end.compareAndSet(null, why);
    stopped = true;
    threads.forEach(Thread::interrupt);
    onStop.forEach(Runnable::run);
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits, on one of the threads, until it is ready; false if they have been stopped. */
  public final boolean await(Condition condition, BooleanSupplier ready) {
    while (!stopped && !ready.getAsBoolean()) {
      try {
        condition.await();
      } catch (InterruptedException e) {
        // a stop is seen by its flag
      }
    }
    return !stopped;
  }

  /** Waits for all threads to end, stops them at the deadline, and waits a little longer. */
  public final void awaitEnd(Deadline deadline) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (alive > 0 && !stopped && !deadline.passed()) {
        changed.awaitNanos(deadline.remainingNanos());
      }
    } finally {
      lock.unlock();
    }
    stopUnlessEnded();
    Deadline grace = Deadline.after(GRACE);
    lock.lockInterruptibly();
    try {
      while (alive > 0 && !grace.passed()) {
        changed.awaitNanos(grace.remainingNanos());
      }
    } finally {
      lock.unlock();
    }
  }

  private void stopUnlessEnded() {
    if (end.get() == null) {
      stop(timedOut);
    }
  }
}
