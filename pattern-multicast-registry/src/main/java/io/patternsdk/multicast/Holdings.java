package io.patternsdk.multicast;

import io.patternsdk.core.Message;
import io.patternsdk.core.capability.PubSub;
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
  private final String identity;
  private final Optional<DurableQueue> queue;
  private final PubSub messaging;
  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Held> held = new LinkedHashMap<>();

  Holdings(String identity, Optional<DurableQueue> queue, PubSub messaging, int most) {
    this.identity = identity;
    this.queue = queue;
    this.messaging = messaging;
    this.most = most;
  }

  /** Who got a delivery: an open subscription, or none any more. */
  record Held(Delivered delivered, RegistrySubscription by) {}

  /** Notes a delivery. Where there is no queue to hold the rest, the oldest gives way. */
  void add(Delivered delivered, RegistrySubscription by) {
    lock.lock();
    try {
      if (queue.isEmpty() && held.size() >= most) {
        held.remove(held.keySet().iterator().next());
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
    if (queue.isEmpty() && found == null) {
      return false;
    }
    boolean acked = queue.isEmpty() || queue.get().ack(identity, delivery);
    remove(delivery);
    if (acked && found != null) {
      confirm(found.delivered().message());
    }
    return acked;
  }

  /** Acknowledges a delivery and all that this process handed out before it. */
  void ackUpTo(String delivery) {
    for (String earlier : upTo(delivery)) {
      ack(earlier);
    }
  }

  /** Gives one delivery back. */
  boolean nack(String delivery) {
    boolean nacked =
        queue.isEmpty() ? find(delivery) != null : queue.get().nack(identity, delivery);
    remove(delivery);
    return nacked;
  }

  /** Gives back what was handed to subscriptions that have been closed since. */
  void nackAbandoned() {
    for (Held one : all()) {
      if (one.by().isClosed()) {
        nack(one.delivered().id());
      }
    }
  }

  /** Holds what is with open subscriptions for longer, and forgets what was lost meanwhile. */
  void extend() {
    for (Held one : all()) {
      String delivery = one.delivered().id();
      if (queue.isPresent() && !one.by().isClosed() && !queue.get().extend(identity, delivery)) {
        remove(delivery);
      }
    }
  }

  private void confirm(Message message) {
    message
        .header(Headers.REPLY_TO)
        .ifPresent(
            topic ->
                messaging.publish(
                    topic,
                    Message.builder(new byte[0])
                        .header(Headers.ACKNOWLEDGES, message.id())
                        .header(Headers.IDENTITY, identity)
                        .build()));
  }

  private List<String> upTo(String delivery) {
    List<String> deliveries = new ArrayList<>();
    for (Held one : all()) {
      deliveries.add(one.delivered().id());
      if (one.delivered().id().equals(delivery)) {
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
