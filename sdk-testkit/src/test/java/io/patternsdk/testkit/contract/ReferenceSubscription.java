package io.patternsdk.testkit.contract;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Message;
import io.patternsdk.core.pubsub.Subscriber;
import io.patternsdk.core.pubsub.Subscriber.Gap;
import io.patternsdk.core.pubsub.Subscription;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** A bounded buffer and the thread that empties it. */
final class ReferenceSubscription implements Subscription {
  private final ReferenceServer server;
  private final Predicate<String> topics;
  private final Subscriber subscriber;
  private final Predicate<ReferenceSubscription> onClose;
  private final LinkedBlockingDeque<Runnable> buffer = new LinkedBlockingDeque<>(2_000);
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicBoolean gap = new AtomicBoolean();
  private volatile Duration timeout = Duration.ofSeconds(5);
  private final Thread thread;
  private volatile boolean closed;

  ReferenceSubscription(
      ReferenceServer server,
      Predicate<String> topics,
      Subscriber subscriber,
      Predicate<ReferenceSubscription> onClose) {
    this.server = server;
    this.topics = topics;
    this.subscriber = subscriber;
    this.onClose = onClose;
    this.thread = Thread.ofVirtual().unstarted(this::deliver);
    thread.start();
  }

  /** Sets for how long closing waits at most. */
  void closesWithin(Duration timeout) {
    this.timeout = timeout;
  }

  boolean matches(String topic) {
    return topics.test(topic);
  }

  void offer(String topic, Message message) {
    Runnable delivery = () -> subscriber.onMessage(topic, message);
    boolean first = server.has(Flaw.DELIVERIES_OVERTAKE);
    if (!(first ? buffer.offerFirst(delivery) : buffer.offerLast(delivery))) {
      dropped.addAndGet(server.has(Flaw.DROPS_ARE_NOT_COUNTED) ? dropped.get() == 0 ? 1 : 0 : 1);
      gap.set(!server.has(Flaw.DROPS_ARE_NOT_REPORTED));
    }
  }

  private void deliver() {
    try {
      while (!closed) {
        deliver(buffer.takeFirst());
      }
    } catch (InterruptedException e) {
      // the end of this thread
    }
  }

  private void deliver(Runnable delivery) {
    if (gap.getAndSet(false)) {
      subscriber.onGap(Gap.OVERFLOW);
    }
    try {
      delivery.run();
    } catch (RuntimeException e) {
      closed = server.has(Flaw.A_THROWING_HANDLER_ENDS_IT);
    }
  }

  @Override
  public void close() {
    boolean inside = Thread.currentThread() == thread;
    if (inside && server.has(Flaw.CLOSING_FROM_INSIDE_ENDS_NOTHING)) {
      return;
    }
    if (!closed && !onClose.test(this)) {
      return;
    }
    closed = true;
    buffer.clear();
    buffer.offer(() -> {});
    if (!inside && !server.has(Flaw.CLOSING_DOES_NOT_WAIT)) {
      try {
        boolean deaf = server.has(Flaw.CLOSING_IGNORES_THE_DEADLINE);
        Deadline deadline = deaf ? Deadline.NONE : Deadline.current();
        boolean patient = server.has(Flaw.CLOSING_IGNORES_THE_OPERATION_TIMEOUT);
        thread.join(deadline.atMost(patient ? Duration.ofHours(1) : timeout));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public long dropped() {
    return dropped.get();
  }
}
