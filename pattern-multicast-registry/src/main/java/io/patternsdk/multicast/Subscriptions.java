package io.patternsdk.multicast;

import io.patternsdk.concurrency.Result;
import io.patternsdk.concurrency.fanout.FanOut;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Message;
import io.patternsdk.core.claimcheck.ClaimCheck;
import io.patternsdk.core.pubsub.PubSub;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of this process by identity: those that are open, and those that have ended and
 * still hold what nobody has acknowledged. Thread-safe.
 */
final class Subscriptions {
  private static final Logger LOG = System.getLogger(Subscriptions.class.getName());

  private static final FanOut AT_ONCE = FanOut.bounded(DurableQueue.AT_ONCE);

  private final Environment with;
  private final Map<String, Set<RegistrySubscription>> byIdentity = new ConcurrentHashMap<>();
  private final Notices notices;
  private @Nullable Thread keeper;

  /** What subscriptions work with. */
  record Environment(
      PubSub messaging,
      Optional<DurableQueue> queue,
      Confirmations confirmations,
      ClaimCheck payloads,
      RegistrySettings settings,
      ByteBudget budget,
      Clock clock) {}

  Subscriptions(Environment with) {
    this.with = with;
    this.notices = new Notices(with.messaging(), this::discard, this::letGo);
  }

  void start() {
    keeper = Thread.ofVirtual().name("deliveries-keeper").start(this::keep);
  }

  RegistrySubscription open(Identity identity, AckMode mode, Receiver receiver) {
    RegistrySubscription subscription =
        new RegistrySubscription(with, identity, mode, receiver, () -> forgetDone(identity.id()));
    byIdentity.compute(
        identity.id(),
        (id, known) -> {
          Set<RegistrySubscription> all = known == null ? ConcurrentHashMap.newKeySet() : known;
          all.add(subscription);
          return all;
        });
    try {
      notices.listen();
      Set<String> unused = giveBackAbandoned(identity.id());
      forgetDone(identity.id());
      subscription.open();
      return subscription;
    } catch (RuntimeException e) {
      forget(subscription);
      throw e;
    }
  }

  private void forget(RegistrySubscription subscription) {
    byIdentity.computeIfPresent(
        subscription.identity().id(),
        (id, all) -> {
          all.remove(subscription);
          return all.isEmpty() ? null : all;
        });
  }

  private void forgetDone(String identity) {
    byIdentity.computeIfPresent(
        identity,
        (id, all) -> {
          all.removeIf(RegistrySubscription::isDone);
          return all.isEmpty() ? null : all;
        });
  }

  private Stream<RegistrySubscription> all() {
    return byIdentity.values().stream().flatMap(Set::stream);
  }

  private Set<RegistrySubscription> of(String identity) {
    return byIdentity.getOrDefault(identity, Set.of());
  }

  /** Gives back what ended subscriptions hold, and returns the topics of those with a queue. */
  private Set<String> giveBackAbandoned(String identity) {
    Set<String> topics = new HashSet<>();
    for (RegistrySubscription subscription : of(identity)) {
      if (subscription.isClosed() && subscription.giveBackAll()) {
        topics.add(subscription.identity().topic());
      }
    }
    return topics;
  }

  /**
   * Acknowledges a delivery and what its subscription had handed out before, several at a time;
   * what is not held any more is skipped.
   */
  void ackUpTo(String identity, DeliveryId last) {
    AT_ONCE.all(last.receipts(), one -> ack(identity, one)).results().forEach(Result::orThrow);
  }

  /** Acknowledges one delivery by its receipt, whichever process has handed it out. */
  boolean ack(String identity, String receipt) {
    List<Delivered> held = held(identity, receipt);
    boolean acked = held.isEmpty() && inQueue(queue -> queue.ack(identity, receipt));
    for (Delivered one : held) {
      acked |= one.ack();
    }
    return acked;
  }

  private boolean inQueue(Predicate<DurableQueue> settled) {
    return with.queue().filter(settled).isPresent();
  }

  /** Gives one delivery back by its receipt; if that fails, it comes when its time is up. */
  boolean nack(String identity, String receipt) {
    List<Delivered> held = held(identity, receipt);
    boolean nacked = held.isEmpty() && inQueue(queue -> queue.nack(identity, receipt));
    for (Delivered one : held) {
      nacked |= one.nack();
    }
    return nacked;
  }

  /** A message to an identity that is not durable is held by each of its subscriptions. */
  private List<Delivered> held(String identity, String receipt) {
    List<Delivered> held = new ArrayList<>(1);
    for (RegistrySubscription subscription : of(identity)) {
      Delivered found = subscription.unacknowledged().find(receipt);
      if (found != null) {
        held.add(found);
      }
    }
    return held;
  }

  /**
   * Ends the subscription that handed out a delivery, because its receiver has come back by another
   * subscription; other processes learn of it too.
   */
  void takeOver(String identity, DeliveryId last) {
    if (!endWhereHandedOut(identity, last)) {
      notices.takenOver(identity, last);
    }
  }

  /** Lets go of what a receiver has not seen that has come back to another process. */
  private void letGo(String identity, DeliveryId last) {
    for (String receipt : last.receipts()) {
      for (RegistrySubscription subscription : of(identity)) {
        Delivered found = subscription.unacknowledged().find(receipt);
        if (found != null) {
          subscription.ackedElsewhere(found);
        }
      }
    }
    boolean unused = endWhereHandedOut(identity, last);
    for (String topic : giveBackAbandoned(identity)) {
      with.messaging().publish(topic, Headers.wakeUp(Message.of(new byte[0]).id()));
    }
  }

  /** Removes all that any process holds for an identity that is no more. */
  void discardEverywhere(String identity) {
    discard(identity);
    notices.unregistered(identity);
  }

  private void discard(String identity) {
    of(identity).forEach(RegistrySubscription::discard);
  }

  /** A delivery that is not durable goes to every subscription, so it tells nothing. */
  private boolean endWhereHandedOut(String identity, DeliveryId last) {
    boolean ended = false;
    for (RegistrySubscription subscription : of(identity)) {
      if (!subscription.isClosed() && subscription.handedOut(last.receipt())) {
        subscription.end();
        Thread.ofVirtual().name("end-" + identity).start(subscription::close);
        ended = true;
      }
    }
    return ended;
  }

  void wake(String identity) {
    of(identity).forEach(RegistrySubscription::wake);
  }

  long openCount() {
    return all().filter(subscription -> !subscription.isClosed()).count();
  }

  long handling() {
    return all().mapToLong(RegistrySubscription::handling).sum();
  }

  long unacknowledged() {
    return all().mapToLong(subscription -> subscription.unacknowledged().size()).sum();
  }

  /** Ends all subscriptions within the deadline and gives back what they hold. */
  void close(Deadline deadline) {
    if (keeper != null) {
      keeper.interrupt();
    }
    deadline.run(
        () -> {
          List<RegistrySubscription> all = all().toList();
          all.forEach(RegistrySubscription::end); // so that none waits for another's receiver
          all.forEach(RegistrySubscription::close);
          all.forEach(Subscriptions::giveBack);
          notices.close();
          return true;
        });
  }

  private static void giveBack(RegistrySubscription subscription) {
    try {
      boolean unused = subscription.giveBackAll();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "deliveries stay held until their time is up: " + e.getMessage(), e);
    }
  }

  private void keep() {
    Duration visibility = with.settings().visibilityTimeout();
    try {
      while (!Thread.currentThread().isInterrupted()) {
        with.clock().sleep(visibility.dividedBy(3));
        all().forEach(subscription -> subscription.forgetIfEnded(visibility));
        extendAll();
        byIdentity.keySet().forEach(this::forgetDone);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Several at a time: one after the other, many would lapse before their turn. */
  private void extendAll() {
    List<Delivered> kept =
        all()
            .filter(subscription -> subscription.durable() && !subscription.isClosed())
            .flatMap(subscription -> subscription.unacknowledged().all().stream())
            .toList();
    try {
      List<Throwable> failures = AT_ONCE.all(kept, Delivered::extend).failures();
      if (!failures.isEmpty()) {
        LOG.log(
            Level.WARNING,
            "{0} deliveries may be repeated: {1}",
            failures.size(),
            failures.getFirst().getMessage());
      }
    } catch (BackendException interrupted) {
      LOG.log(Level.DEBUG, "the keeper stops", interrupted);
    }
  }
}
