package io.patternsdk.multicast;

import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.pubsub.PubSub;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
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
  private final ByteBudget.Share share;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Delivered> held = new LinkedHashMap<>();
  private long largest = 65_536;
  private final AtomicLong numbers = new AtomicLong();

  Holdings(
      String identity,
      Optional<DurableQueue> queue,
      PubSub messaging,
      int most,
      ByteBudget.Share share,
      Clock clock) {
    this.identity = identity;
    this.queue = queue;
    this.messaging = messaging;
    this.most = most;
    this.share = share;
    this.clock = clock;
  }

  String identity() {
    return identity;
  }

  long now() {
    return clock.nanoTime();
  }

  /** Returns the numbers of deliveries in the order of handing out. */
  long nextNumber() {
    return numbers.incrementAndGet();
  }

  /** Notes a delivery. Where there is no queue to hold the rest, the oldest gives way. */
  void add(Delivered delivered) {
    lock.lock();
    try {
      if (!delivered.by().durable() && held.size() >= most) {
        held.values().stream()
            .filter(one -> !one.by().durable())
            .findFirst()
            .ifPresent(oldest -> forget(oldest.name()));
      }
      forget(delivered.name());
      held.put(delivered.name(), delivered);
      share.charge(delivered.bytes());
      largest = Math.max(largest, delivered.bytes());
    } finally {
      lock.unlock();
    }
  }

  /** Returns how far a receiver is that has seen a delivery. */
  Position position(Delivered delivered) {
    List<String> before =
        all().stream().filter(one -> one.before(delivered)).map(Delivered::name).toList();
    return new Position(delivered.name(), before.reversed());
  }

  /** Returns how many may be handed out at one time. */
  int most() {
    return most;
  }

  /**
   * Returns how many more may be handed out, up to some: by the window, and by the memory that all
   * who keep messages for receivers share. Whoever has nothing gets one, however little there is
   * left, so that nobody waits for others for ever.
   */
  int room(int some) {
    lock.lock();
    try {
      int room = Math.min(some, Math.max(0, most - held.size()));
      while (room > 0 && !share.tryReserve(room * largest)) {
        room /= 2;
      }
      share.release(room * largest);
      return held.isEmpty() ? Math.max(1, room) : room;
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return held.size();
    } finally {
      lock.unlock();
    }
  }

  /** Acknowledges one delivery by its name, whoever handed it out. */
  boolean ack(String delivery) {
    Delivered found = find(delivery);
    return found == null ? queue.isPresent() && queue.get().ack(identity, delivery) : ack(found);
  }

  /**
   * Acknowledges one delivery where it came from: an identity may become durable or cease to be so
   * while deliveries are held.
   */
  boolean ack(Delivered one) {
    boolean queued = one.by().durable() && queue.orElseThrow().ack(identity, one.name());
    boolean held = remove(one.name());
    boolean acked = one.by().durable() ? queued : held;
    if (acked) {
      confirm(one.message());
    }
    return acked;
  }

  /** Forgets deliveries that somebody acknowledged to another process. */
  void acknowledgedElsewhere(List<String> deliveries) {
    for (String delivery : deliveries) {
      Delivered found = find(delivery);
      remove(delivery);
      if (found != null) {
        confirm(found.message());
      }
    }
  }

  /** Gives one delivery back by its name; if that fails, it comes again when its time is up. */
  boolean nack(String delivery) {
    Delivered found = find(delivery);
    return found == null ? queue.isPresent() && queue.get().nack(identity, delivery) : nack(found);
  }

  /** Gives one delivery back to where it came from; false if that is nowhere. */
  boolean nack(Delivered one) {
    if (!one.by().durable()) {
      return remove(one.name());
    }
    try {
      return queue.orElseThrow().nack(identity, one.name());
    } finally {
      remove(one.name());
    }
  }

  /** Gives back what was handed to subscriptions that have been closed since. */
  void nackAbandoned() {
    for (Delivered one : all()) {
      if (one.by().isClosed()) {
        nack(one);
      }
    }
  }

  /** Removes everything, from its queue too; nobody has acknowledged it. */
  void discard() {
    for (Delivered one : all()) {
      if (one.by().durable()) {
        boolean unused = queue.orElseThrow().ack(identity, one.name());
      }
      remove(one.name());
    }
  }

  /** Does so for a receiver at another process, which is woken up. */
  void giveBackAbandoned() {
    Set<String> topics = new HashSet<>();
    for (Delivered one : all()) {
      if (one.by().isClosed() && nack(one)) {
        topics.add(one.by().identity().topic());
      }
    }
    topics.forEach(topic -> messaging.publish(topic, Headers.wakeUp(Message.of(new byte[0]).id())));
  }

  /** Forgets what subscriptions held that ended longer ago than {@code visibility}. */
  void forgetEnded(Duration visibility) {
    for (Delivered one : all()) {
      if (one.by().isClosed() && now() - one.by().endedAt() >= visibility.toNanos()) {
        remove(one.name());
      }
    }
  }

  /** Returns what is to be held for longer: what open subscriptions got from a queue. */
  List<Delivered> kept() {
    return all().stream().filter(one -> one.by().durable() && !one.by().isClosed()).toList();
  }

  /** Holds a delivery for longer, or forgets it if it was lost meanwhile. */
  boolean extend(Delivered one) {
    boolean held = queue.orElseThrow().extend(identity, one.name());
    if (!held) {
      remove(one.name());
    }
    return held;
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

  private @Nullable Delivered find(String delivery) {
    lock.lock();
    try {
      return held.get(delivery);
    } finally {
      lock.unlock();
    }
  }

  private boolean remove(String delivery) {
    Delivered removed;
    lock.lock();
    try {
      removed = forget(delivery);
    } finally {
      lock.unlock();
    }
    if (removed != null) {
      removed.by().wake();
    }
    return removed != null;
  }

  /** The caller holds the lock. */
  private @Nullable Delivered forget(String delivery) {
    Delivered forgotten = held.remove(delivery);
    if (forgotten != null) {
      share.release(forgotten.bytes());
    }
    return forgotten;
  }

  private List<Delivered> all() {
    lock.lock();
    try {
      return List.copyOf(held.values());
    } finally {
      lock.unlock();
    }
  }
}
