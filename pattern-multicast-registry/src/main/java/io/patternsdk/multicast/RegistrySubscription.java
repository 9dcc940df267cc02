package io.patternsdk.multicast;

import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.pubsub.Subscriber;
import io.patternsdk.core.pubsub.Subscription;
import io.patternsdk.multicast.Subscriptions.Environment;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One receiver listening for one identity. Closing it ends the deliveries and waits for a running
 * one; what was delivered and not acknowledged stays held for the visibility timeout, so that a
 * receiver that comes back can still acknowledge it. Thread-safe.
 */
public final class RegistrySubscription implements AutoCloseable {
  private static final Logger LOG = System.getLogger(RegistrySubscription.class.getName());

  private final Environment with;
  private final Identity identity;
  private final AckMode mode;
  private final Receiver receiver;
  private final Unacknowledged unacknowledged;
  private final @Nullable QueueConsumer consumer;
  private final Runnable onClose;
  private final AtomicInteger handling = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile long endedAt;
  private volatile @Nullable Subscription topic;

  RegistrySubscription(
      Environment with, Identity identity, AckMode mode, Receiver receiver, Runnable onClose) {
    this.with = with;
    this.identity = identity;
    this.mode = mode;
    this.receiver = receiver;
    this.onClose = onClose;
    this.unacknowledged = new Unacknowledged(with.settings().window(), with.budget().share());
    this.consumer =
        identity.durable()
            ? new QueueConsumer(with.queue().orElseThrow(), this, with.settings(), with.clock())
            : null;
  }

  /** Returns the identity as it was when the subscription began. */
  public Identity identity() {
    return identity;
  }

  /** Tells whether it has been closed. */
  public boolean isClosed() {
    return ended.get();
  }

  void open() {
    Subscription opened = with.messaging().subscribe(identity.topic(), new Listener());
    topic = opened;
    if (closed.get()) {
      opened.close(); // whoever closed this meanwhile may not have seen it
    } else if (consumer != null) {
      consumer.start();
    }
  }

  /** Looks into the queue at once. */
  void wake() {
    if (consumer != null) {
      consumer.wake();
    }
  }

  /** Hands nothing out any more; does not wait, and closes nothing. */
  void end() {
    if (!ended.get()) {
      endedAt = with.clock().nanoTime();
      if (ended.compareAndSet(false, true)) {
        wake();
        receiver.onEnd();
      }
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      end();
    } finally {
      release();
    }
  }

  private void release() {
    try {
      Subscription opened = topic;
      if (opened != null) {
        opened.close();
      }
      if (consumer != null) {
        consumer.awaitEnd();
      }
    } finally {
      onClose.run();
    }
  }

  /** Returns a message from the queue or topic as it is handed out. */
  Delivered delivered(String receipt, Message message, int attempt) {
    return new Delivered(this, receipt, message, attempt, unacknowledged.nextNumber());
  }

  /** Returns the id of a delivery, with all that was handed out before it. */
  DeliveryId idOf(Delivered delivered) {
    return new DeliveryId(delivered.receipt(), unacknowledged.before(delivered));
  }

  /** Tells whether its receiver acknowledges by ids, which have to name what came before. */
  boolean needsIds() {
    return mode == AckMode.MANUAL;
  }

  /** Hands a delivery to the receiver, or gives it back if this has ended. Never fails. */
  void handOut(Delivered delivered) {
    if (ended.get()) {
      giveBack(delivered);
      return;
    }
    handling.incrementAndGet();
    try {
      if (fetch(delivered)) {
        receiver.onDelivery(delivered);
        if (mode == AckMode.AUTO) {
          boolean unused = ack(delivered);
        }
      }
    } catch (RuntimeException | Error e) {
      LOG.log(
          Level.WARNING, "receiver of " + identity.id() + " failed on " + delivered.receipt(), e);
      giveBack(delivered);
    } finally {
      delivered.release();
      handling.decrementAndGet();
    }
  }

  /** What has lost its payload is given back, or, where that is nowhere, is a gap. */
  private boolean fetch(Delivered delivered) {
    try {
      delivered.fetch();
      return true;
    } catch (OperationException e) {
      LOG.log(Level.WARNING, "nothing is handed out to {0}: {1}", identity.id(), e.getMessage());
      giveBack(delivered);
      if (!durable()) {
        receiver.onGap();
      }
      return false;
    }
  }

  /** Returns the payload of a message, wherever it is kept. */
  byte[] payload(Message message) {
    return with.payloads().body(message);
  }

  private void giveBack(Delivered delivered) {
    try {
      boolean unused = nack(delivered);
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "{0} comes again only when its time is up: {1}",
          delivered.receipt(),
          e.getMessage());
    }
  }

  /** Acknowledges a delivery where it came from, and tells whoever waits for that. */
  boolean ack(Delivered delivered) {
    boolean queued =
        durable() && with.queue().orElseThrow().ack(identity.id(), delivered.receipt());
    boolean held = forget(delivered);
    boolean acked = durable() ? queued : held;
    if (acked) {
      with.confirmations().confirm(delivered.message(), identity.id());
    }
    return acked;
  }

  /** Gives a delivery back to where it came from; false if that is nowhere. */
  boolean nack(Delivered delivered) {
    if (!durable()) {
      return forget(delivered);
    }
    try {
      return with.queue().orElseThrow().nack(identity.id(), delivered.receipt());
    } finally {
      boolean unused = forget(delivered);
    }
  }

  /** Holds a delivery for longer, or forgets it if it was lost meanwhile. */
  boolean extend(Delivered delivered) {
    boolean held = with.queue().orElseThrow().extend(identity.id(), delivered.receipt());
    if (!held) {
      boolean unused = forget(delivered);
    }
    return held;
  }

  /** Forgets a delivery that somebody acknowledged to another process. */
  void ackedElsewhere(Delivered delivered) {
    if (forget(delivered)) {
      with.confirmations().confirm(delivered.message(), identity.id());
    }
  }

  /** Takes all that it holds out of its queue too; nobody has acknowledged it. */
  void discard() {
    for (Delivered one : unacknowledged.all()) {
      if (durable()) {
        boolean unused = with.queue().orElseThrow().ack(identity.id(), one.receipt());
      }
      boolean unused = forget(one);
    }
  }

  /** Gives all that it holds back; true if there was anything and a queue to take it. */
  boolean giveBackAll() {
    boolean some = false;
    for (Delivered one : unacknowledged.all()) {
      some |= nack(one) && durable();
    }
    return some;
  }

  /** Forgets all that it holds if it ended so long ago. */
  void forgetIfEnded(Duration ago) {
    if (isClosed() && with.clock().nanoTime() - endedAt >= ago.toNanos()) {
      unacknowledged.all().forEach(this::forget);
    }
  }

  private boolean forget(Delivered delivered) {
    boolean held = unacknowledged.remove(delivered.receipt());
    if (held) {
      wake();
    }
    return held;
  }

  /** Returns what it has handed out, which its consumer adds to. */
  Unacknowledged unacknowledged() {
    return unacknowledged;
  }

  /** Tells whether its deliveries come from a queue. */
  boolean durable() {
    return consumer != null;
  }

  /** Tells whether a delivery from a queue that its receiver may have seen last came from here. */
  boolean handedOut(String receipt) {
    return consumer != null && consumer.handedOut(receipt);
  }

  /** Returns how many deliveries its receiver is at. */
  int handling() {
    return handling.get();
  }

  /** Tells whether nobody can want anything of it any more. */
  boolean isDone() {
    return closed.get() && handling.get() == 0 && unacknowledged.size() == 0;
  }

  /** Listens on the topic: for messages, or for wake-ups if the queue is the way of delivery. */
  private final class Listener implements Subscriber {
    @Override
    public void onMessage(String topic, Message message) {
      if (consumer != null) {
        consumer.wake();
      } else if (message.header(Headers.WAKE_UP).isEmpty() && !ended.get()) {
        Delivered delivered = delivered(message.id(), message, 1);
        if (message.header(Headers.REPLY_TO).isPresent()) {
          unacknowledged.addLatest(delivered);
        }
        handOut(delivered);
      }
    }

    @Override
    public void onGap(Gap gap) {
      if (consumer != null) {
        consumer.wake();
      } else {
        receiver.onGap();
      }
    }
  }
}
