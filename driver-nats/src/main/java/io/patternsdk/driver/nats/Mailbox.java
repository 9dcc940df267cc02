package io.patternsdk.driver.nats;

import io.nats.client.Message;
import io.patternsdk.core.capability.Subscriber;
import io.patternsdk.core.capability.Subscriber.Gap;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one subscriber. A virtual thread hands it over, one at a time, and ends when
 * nothing is left. What exceeds the limits is dropped and leaves a gap in its place.
 */
final class Mailbox {
  private static final Logger LOG = System.getLogger(Mailbox.class.getName());
  private static final long MAX_BYTES = 64L << 20;

  private final Subscriber subscriber;
  private final Wire wire;
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private final Deque<Item> items = new ArrayDeque<>();
  private long bytes;
  private long dropped;
  private boolean closed;
  private @Nullable Thread runner;

  Mailbox(Subscriber subscriber, Wire wire, int capacity) {
    this.subscriber = subscriber;
    this.wire = wire;
    this.capacity = capacity;
  }

  private sealed interface Item {}

  private record Mail(Message message) implements Item {}

  private record Missing(Gap gap) implements Item {}

  /** Takes a message or drops it; never blocks. */
  void message(Message message) {
    int size = message.getData().length;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      boolean full = items.size() >= capacity || (bytes > 0 && bytes + size > MAX_BYTES);
      if (full) {
        dropped++;
        missing(Gap.OVERFLOW);
      } else {
        bytes += size;
        add(new Mail(message));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Tells the subscriber, in line with the messages, that the connection was lost. */
  void reconnected() {
    lock.lock();
    try {
      if (!closed) {
        missing(Gap.RECONNECTED);
      }
    } finally {
      lock.unlock();
    }
  }

  long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Drops what waits, and waits for the running call, unless this is that call, for at most {@code
   * nanos}.
   */
  void close(long nanos) {
    lock.lock();
    try {
      closed = true;
      items.clear();
      bytes = 0;
      long left = nanos;
      while (runner != null && !runner.equals(Thread.currentThread()) && left > 0) {
        left = idle.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** One gap stands for all that is missing at one place. */
  private void missing(Gap gap) {
    if (!(items.peekLast() instanceof Missing last && last.gap() == gap)) {
      add(new Missing(gap));
    }
  }

  private void add(Item item) {
    items.add(item);
    if (runner == null) {
      runner = Thread.ofVirtual().name("nats-subscriber").start(this::handOver);
    }
  }

  private void handOver() {
    for (Item item = next(); item != null; item = next()) {
      try {
        switch (item) {
          case Mail(Message message) ->
              subscriber.onMessage(
                  Topics.topic(message.getSubject()),
                  wire.message(message.getHeaders(), message.getData()));
          case Missing missing -> subscriber.onGap(missing.gap());
        }
      } catch (RuntimeException | Error e) {
        LOG.log(Level.WARNING, "a subscriber failed; the next message follows", e);
      }
    }
  }

  private @Nullable Item next() {
    lock.lock();
    try {
      Item item = items.poll();
      if (item == null) {
        runner = null;
        idle.signalAll();
      } else if (item instanceof Mail mail) {
        bytes -= mail.message().getData().length;
      }
      return item;
    } finally {
      lock.unlock();
    }
  }
}
