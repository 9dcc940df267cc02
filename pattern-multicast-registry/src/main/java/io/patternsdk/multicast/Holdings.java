package io.patternsdk.multicast;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.capability.PubSub;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries to one identity that this process has handed out and nobody has acknowledged, in
 * the order of handing out. Thread-safe; the lock is never held during a call to a backend.
 */
final class Holdings {
  private static final Logger LOG = System.getLogger(Holdings.class.getName());

  private final String identity;
  private final Optional<DurableQueue> queue;
  private final PubSub messaging;
  private final int most;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Held> held = new LinkedHashMap<>();

  Holdings(String identity, Optional<DurableQueue> queue, PubSub messaging, int most, Clock clock) {
    this.identity = identity;
    this.queue = queue;
    this.messaging = messaging;
    this.most = most;
    this.clock = clock;
  }

  String identity() {
    return identity;
  }

  long now() {
    return clock.nanoTime();
  }

  /** Who got a delivery: an open subscription, or none any more. */
  record Held(Delivered delivered, RegistrySubscription by) {}

  /** Notes a delivery. Where there is no queue to hold the rest, the oldest gives way. */
  void add(Delivered delivered, RegistrySubscription by) {
    lock.lock();
    try {
      if (!by.durable() && held.size() >= most) {
        held.values().stream()
            .filter(one -> !one.by().durable())
            .findFirst()
            .ifPresent(oldest -> held.remove(oldest.delivered().id()));
      }
      held.put(delivered.id(), new Held(delivered, by));
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many may be handed out at one time. */
  int most() {
    return most;
  }

  /** Returns how many more may be handed out. */
  int room() {
    return Math.max(0, most - size());
  }

  int size() {
    lock.lock();
    try {
      return held.size();
    } finally {
      lock.unlock();
    }
  }

  /** Acknowledges one delivery, whoever handed it out. */
  boolean ack(String delivery) {
    Held found = find(delivery);
    boolean acked = queued(found) ? queue.orElseThrow().ack(identity, delivery) : found != null;
    remove(delivery);
    if (acked && found != null) {
      confirm(found.delivered().message());
    }
    return acked;
  }

  /** Acknowledges a delivery and all that its subscription handed out before it. */
  void ackUpTo(String delivery) {
    for (String earlier : upTo(delivery)) {
      ack(earlier);
    }
  }

  /** Gives one delivery back; if that fails, it comes again when its visibility has run out. */
  boolean nack(String delivery) {
    Held found = find(delivery);
    try {
      return queued(found) ? queue.orElseThrow().nack(identity, delivery) : found != null;
    } finally {
      remove(delivery);
    }
  }

  /** An identity may become durable or cease to be so while deliveries are held. */
  private boolean queued(@Nullable Held found) {
    return found == null ? queue.isPresent() : found.by().durable();
  }

  /** Gives back what was handed to subscriptions that have been closed since. */
  void nackAbandoned() {
    for (Held one : all()) {
      if (one.by().isClosed()) {
        nack(one.delivered().id());
      }
    }
  }

  /**
   * Holds what is with open subscriptions for longer; forgets what was lost meanwhile, and what
   * subscriptions held that ended longer ago than {@code visibility}.
   */
  void extend(Duration visibility) {
    for (Held one : all()) {
      String delivery = one.delivered().id();
      boolean lost =
          one.by().isClosed()
              ? now() - one.by().endedAt() >= visibility.toNanos()
              : one.by().durable() && !queue.orElseThrow().extend(identity, delivery);
      if (lost) {
        remove(delivery);
      }
    }
  }

  private void confirm(Message message) {
    message.header(Headers.REPLY_TO).ifPresent(topic -> confirm(topic, message.id()));
  }

  /** The acknowledgement stands, whether or not whoever sent the message learns of it. */
  private void confirm(String topic, String message) {
    try {
      messaging.publish(
          topic,
          Message.builder(new byte[0])
              .header(Headers.ACKNOWLEDGES, message)
              .header(Headers.IDENTITY, identity)
              .build());
    } catch (OperationException e) {
      LOG.log(
          Level.WARNING, "whoever waits for an acknowledgement is not told: {0}", e.getMessage());
    }
  }

  private List<String> upTo(String delivery) {
    Held last = find(delivery);
    List<String> deliveries = new ArrayList<>();
    for (Held one : all()) {
      if (last != null && one.by() == last.by()) {
        deliveries.add(one.delivered().id());
      }
      if (one == last) {
        return deliveries;
      }
    }
    return List.of(delivery); // handed out by another process, which alone knows what came before
  }

  private @Nullable Held find(String delivery) {
    lock.lock();
    try {
      return held.get(delivery);
    } finally {
      lock.unlock();
    }
  }

  private void remove(String delivery) {
    Held removed;
    lock.lock();
    try {
      removed = held.remove(delivery);
    } finally {
      lock.unlock();
    }
    if (removed != null) {
      removed.by().wake();
    }
  }

  private List<Held> all() {
    lock.lock();
    try {
      return List.copyOf(held.values());
    } finally {
      lock.unlock();
    }
  }
}
