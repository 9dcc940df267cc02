package io.patternsdk.core.driver;

import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Message;
import io.patternsdk.core.pubsub.Subscriber;
import io.patternsdk.core.pubsub.Subscriber.Gap;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one subscriber, for drivers to use: it keeps what {@link Subscriber} promises. A
 * virtual thread hands messages over, one at a time and in order, and ends when nothing is left, so
 * an idle subscription holds no thread. What exceeds the limits is dropped, counted, and leaves a
 * gap in its place. A message counts in the budget until its call has returned. Thread-safe.
 */
public final class Mailbox {
  private static final Logger LOG = System.getLogger(Mailbox.class.getName());
  private static final long MAX_BYTES = 64L << 20;

  /** What a message that waits occupies beside its bytes. */
  private static final int OVERHEAD = 128;

  private final String name;
  private final Subscriber subscriber;
  private final int capacity;
  private final ByteBudget.Share share;
  private final LongAdder droppedByAll;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private final Deque<Item> items = new ArrayDeque<>();
  private int messages;
  private long bytes;
  private long dropped;
  private boolean closed;
  private @Nullable Thread worker;

  /**
   * Creates one that holds up to {@code capacity} messages and 64 MiB, or one message of any size,
   * within what the budget gives.
   *
   * @param name the name of its thread
   */
  public Mailbox(String name, Subscriber subscriber, int capacity, ByteBudget budget) {
    this(name, subscriber, capacity, budget, new LongAdder());
  }

  /**
   * Creates one of several of which it is counted together how many messages they drop.
   *
   * @param droppedByAll grows by each message that this one drops
   */
  public Mailbox(
      String name, Subscriber subscriber, int capacity, ByteBudget budget, LongAdder droppedByAll) {
    this.name = name;
    this.droppedByAll = droppedByAll;
    this.subscriber = subscriber;
    this.capacity = capacity;
    this.share = budget.share();
  }

  private sealed interface Item {}

  private record Mail(String topic, int size, Supplier<Message> message) implements Item {}

  private record Missing(Gap gap) implements Item {}

  /**
   * Takes a message or drops it; never blocks.
   *
   * @param size the bytes that it occupies while it waits
   * @param message makes the message, on the subscriber's thread
   */
  public void put(String topic, int size, Supplier<Message> message) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      boolean full = messages >= capacity || (messages > 0 && bytes + size > MAX_BYTES);
      if (full || !share.tryReserve((long) size + OVERHEAD)) {
        dropped++;
        droppedByAll.increment();
        addGap(Gap.OVERFLOW);
      } else {
        messages++;
        bytes += size;
        add(new Mail(topic, size, message));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Tells the subscriber, in line with the messages, that some may be missing; never blocks. */
  public void gap(Gap gap) {
    lock.lock();
    try {
      if (!closed) {
        addGap(gap);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many messages were dropped. */
  public long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /** Drops what waits, and lets no further call begin. Repeating does nothing. */
  public void shut() {
    lock.lock();
    try {
      closed = true;
      items.clear();
      share.release(bytes + (long) messages * OVERHEAD);
      messages = 0;
      bytes = 0;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Shuts it and waits, until the deadline, for the running call; unless this is within that call.
   * An interrupt ends the wait, and the flag stays set.
   */
  public void close(Deadline deadline) {
    shut();
    lock.lock();
    try {
      while (worker != null && !worker.equals(Thread.currentThread()) && !deadline.passed()) {
        long unused = idle.awaitNanos(deadline.remainingNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** One gap stands for all that is missing at one place. */
  private void addGap(Gap gap) {
    if (!(items.peekLast() instanceof Missing last && last.gap() == gap)) {
      add(new Missing(gap));
    }
  }

  private void add(Item item) {
    items.add(item);
    if (worker == null) {
      worker = Thread.ofVirtual().name(name).start(this::handOver);
    }
  }

  private void handOver() {
    for (Item item = next(); item != null; item = next()) {
      try {
        switch (item) {
          case Mail mail -> hand(mail);
          case Missing missing -> subscriber.onGap(missing.gap());
        }
      } catch (RuntimeException | Error e) {
        LOG.log(Level.WARNING, "a subscriber failed; the next message follows", e);
      }
      boolean unused = Thread.interrupted(); // what a handler leaves behind is not the next one's
    }
  }

  private void hand(Mail mail) {
    try {
      subscriber.onMessage(mail.topic(), mail.message().get());
    } finally {
      share.release((long) mail.size() + OVERHEAD);
    }
  }

  private @Nullable Item next() {
    lock.lock();
    try {
      Item item = items.poll();
      if (item == null) {
        worker = null;
        idle.signalAll();
      } else if (item instanceof Mail mail) {
        messages--;
        bytes -= mail.size();
      }
      return item;
    } finally {
      lock.unlock();
    }
  }
}
