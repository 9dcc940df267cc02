package io.patternsdk.driver.embedded;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Message;
import io.patternsdk.core.capability.Subscriber;
import io.patternsdk.core.capability.Subscriber.Gap;
import io.patternsdk.core.capability.Subscription;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A subscription: a bounded buffer, and a virtual thread while there is something in it. What does
 * not fit is dropped, and a gap is reported in its place. Thread-safe.
 */
final class Mailbox implements Subscription {
  private static final Logger LOG = System.getLogger(Mailbox.class.getName());

  private final Subscriber subscriber;
  private final int capacity;
  private final Duration timeout;
  private final Consumer<Mailbox> onClose;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rested = lock.newCondition();
  private final ArrayDeque<Runnable> calls = new ArrayDeque<>();
  private @Nullable Thread worker;
  private boolean gap;
  private long dropped;
  private boolean closed;

  Mailbox(Subscriber subscriber, int capacity, Duration timeout, Consumer<Mailbox> onClose) {
    this.subscriber = subscriber;
    this.capacity = capacity;
    this.timeout = timeout;
    this.onClose = onClose;
  }

  /** Puts a message in, or drops it if the buffer is full; never blocks. */
  void offer(String topic, Message message) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      if (calls.size() >= capacity) {
        dropped++;
        gap = true;
        return;
      }
      reportGap();
      calls.add(() -> subscriber.onMessage(topic, message));
      if (worker == null) {
        worker = Thread.ofVirtual().name("subscriber-" + topic).start(this::work);
      }
    } finally {
      lock.unlock();
    }
  }

  private void reportGap() {
    if (gap) {
      gap = false;
      calls.add(() -> subscriber.onGap(Gap.OVERFLOW));
    }
  }

  private void work() {
    for (Runnable call = next(); call != null; call = next()) {
      try {
        call.run();
      } catch (RuntimeException | Error e) {
        LOG.log(Level.WARNING, "a subscriber failed; the next message follows", e);
      }
      boolean unused = Thread.interrupted(); // what a handler leaves behind is not the next one's
    }
  }

  /** Returns the next call; null, ending the thread, if there is none. */
  private @Nullable Runnable next() {
    lock.lock();
    try {
      if (calls.isEmpty() && !closed) {
        reportGap();
      }
      Runnable call = calls.poll();
      if (call == null) {
        worker = null;
        rested.signalAll();
      }
      return call;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    Deadline deadline = Deadline.after(Deadline.current().atMost(timeout));
    shut();
    onClose.accept(this);
    rest(deadline);
  }

  /** Lets no further call begin. */
  void shut() {
    lock.lock();
    try {
      closed = true;
      gap = false;
      calls.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until no call runs, unless this is within that call. */
  void rest(Deadline deadline) {
    lock.lock();
    try {
      while (worker != null && !worker.equals(Thread.currentThread()) && !deadline.passed()) {
        long unused = rested.awaitNanos(deadline.remainingNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the subscription has ended; only the wait is cut short
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }
}
