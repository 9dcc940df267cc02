package io.patternsdk.concurrency;

import io.patternsdk.core.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What the threads of a pipeline share: whether it goes on, and why not. */
final class Line {
  /** How long a step may take to heed an interrupt before nobody waits for it any more. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Announcer announcer;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final List<Runnable> onStop = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable PipelineEnd> end = new AtomicReference<>();
  private final AtomicReference<@Nullable FailedItem> failure = new AtomicReference<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int alive;
  private volatile boolean stopped;

  Line(Announcer announcer) {
    this.announcer = announcer;
  }

  Announcer announcer() {
    return announcer;
  }

  boolean stopped() {
    return stopped;
  }

  PipelineEnd end() {
    PipelineEnd now = end.get();
    return now == null ? PipelineEnd.COMPLETED : now;
  }

  @Nullable FailedItem failure() {
    return failure.get();
  }

  /** Has something done at a stop. Only before it starts. */
  void onStop(Runnable action) {
    onStop.add(action);
  }

  /** Starts a thread that a stop interrupts. */
  void start(String role, Runnable body) {
    String name = announcer.name() + "-" + role;
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
        end.compareAndSet(null, PipelineEnd.COMPLETED);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether this is a thread of the pipeline. */
  boolean owns(Thread thread) {
    return threads.contains(thread);
  }

  /** Stops it because of a failure. */
  void fail(FailedItem item) {
    FailedItem first = failure.compareAndExchange(null, item);
    if (first != null && first.cause() != item.cause()) {
      first.cause().addSuppressed(item.cause());
    }
    stop(PipelineEnd.FAILED);
  }

  /** Lets nothing begin any more and interrupts what is under way, unless all has ended. */
  void stop(PipelineEnd why) {
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

  /** Waits, on a thread of the pipeline, until it is ready; false if the pipeline has stopped. */
  boolean await(Condition condition, BooleanSupplier ready) {
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
  void awaitEnd(Deadline deadline) throws InterruptedException {
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
      stop(PipelineEnd.TIMED_OUT);
    }
  }
}
