package io.patternsdk.core.driver;

import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.pubsub.Subscriber;
import io.patternsdk.core.pubsub.Subscription;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of a driver, each with a {@link Mailbox}. They end one by one, or together with
 * the driver. Thread-safe.
 */
public final class Subscriptions {
  private final String thread;
  private final int capacity;
  private final ByteBudget budget;
  private final DriverCalls calls;
  private final LongAdder dropped = new LongAdder();
  private final Set<Open> open = ConcurrentHashMap.newKeySet();

  /**
   * Creates those of one driver.
   *
   * @param thread the name of the threads that call subscribers
   * @param capacity the most messages that wait for one subscriber
   * @param budget what the bytes of all that waits are taken out of
   */
  public Subscriptions(String thread, int capacity, ByteBudget budget, DriverCalls calls) {
    this.thread = thread;
    this.capacity = capacity;
    this.budget = budget;
    this.calls = calls;
  }

  /**
   * Opens one.
   *
   * @param join has the backend deliver into the mailbox, returns when it has confirmed that, and
   *     says what ends it, without waiting and perhaps twice; leaves nothing behind if it throws
   */
  public Subscription open(Subscriber subscriber, Function<Mailbox, Runnable> join) {
    Open subscription = new Open(new Mailbox(thread, subscriber, capacity, budget, dropped));
    open.add(subscription);
    try {
      subscription.leave = join.apply(subscription.mailbox);
    } catch (RuntimeException e) {
      subscription.close();
      throw e;
    }
    if (!open.contains(subscription)) {
      subscription.leave.run(); // closed meanwhile
    }
    return subscription;
  }

  /** Returns how many messages all of them dropped, those that have ended included. */
  public long dropped() {
    return dropped.sum();
  }

  /** Ends all of them, waiting for running calls of subscribers until the deadline. */
  public void close(Deadline deadline) {
    open.forEach(subscription -> subscription.close(deadline));
  }

  private final class Open implements Subscription {
    private final Mailbox mailbox;
    private volatile @Nullable Runnable leave;

    Open(Mailbox mailbox) {
      this.mailbox = mailbox;
    }

    @Override
    public long dropped() {
      return mailbox.dropped();
    }

    @Override
    public void close() {
      close(calls.deadline());
    }

    private void close(Deadline deadline) {
      Runnable end = leave;
      if (open.remove(this) && end != null) {
        end.run();
      }
      mailbox.close(deadline);
    }
  }
}
