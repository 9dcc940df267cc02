package io.patternsdk.multicast;

import io.patternsdk.concurrency.fanout.FanOut;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.pubsub.PubSub;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The subscriptions of this process and the deliveries that they hold. */
final class Subscriptions {
  private static final Logger LOG = System.getLogger(Subscriptions.class.getName());

  private static final FanOut EXTENDING = FanOut.bounded(DurableQueue.AT_ONCE);

  private final PubSub messaging;
  private final Optional<DurableQueue> queue;
  private final RegistrySettings settings;
  private final ByteBudget budget;
  private final Clock clock;
  private final Set<RegistrySubscription> open = ConcurrentHashMap.newKeySet();
  private final Map<String, Holdings> holdings = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicLong handling = new AtomicLong();
  private final Notices notices;
  private @Nullable Thread keeper;

  Subscriptions(
      PubSub messaging,
      Optional<DurableQueue> queue,
      RegistrySettings settings,
      ByteBudget budget,
      Clock clock) {
    this.messaging = messaging;
    this.queue = queue;
    this.settings = settings;
    this.budget = budget;
    this.clock = clock;
    this.notices = new Notices(messaging, this);
  }

  void start() {
    keeper = Thread.ofVirtual().name("deliveries-keeper").start(this::keep);
  }

  RegistrySubscription open(Identity identity, AckMode mode, Receiver receiver) {
    RegistrySubscription subscription = add(identity, mode, receiver);
    try {
      notices.listen();
      holdings(identity.id()).ifPresent(Holdings::nackAbandoned);
      subscription.open(messaging);
      return subscription;
    } catch (RuntimeException e) {
      remove(subscription);
      throw e;
    }
  }

  /**
   * Ends the subscription that handed out a delivery, because its receiver has come back by another
   * subscription; other processes learn of it too.
   */
  void takeOver(String identity, Position last) {
    if (!endWhereHandedOut(identity, last.last())) {
      notices.takenOver(identity, last);
    }
  }

  /** Lets go of what a receiver has not seen that has come back to another process. */
  void letGo(String identity, Position last) {
    holdings(identity).ifPresent(held -> held.acknowledgedElsewhere(last.names()));
    boolean unused = endWhereHandedOut(identity, last.last());
    holdings(identity).ifPresent(Holdings::giveBackAbandoned);
  }

  /** Removes all that any process holds for an identity that is no more. */
  void discardEverywhere(String identity) {
    discard(identity);
    notices.unregistered(identity);
  }

  /** Removes what this process holds for an identity that is no more. */
  void discard(String identity) {
    holdings(identity).ifPresent(Holdings::discard);
  }

  /** A delivery that is not durable goes to every subscription, so it tells nothing. */
  private boolean endWhereHandedOut(String identity, String delivery) {
    boolean ended = false;
    for (RegistrySubscription subscription : open) {
      if (subscription.identity().id().equals(identity) && subscription.handedOut(delivery)) {
        subscription.end();
        Thread.ofVirtual().name("end-" + identity).start(subscription::close);
        ended = true;
      }
    }
    return ended;
  }

  /** Returns what this process has handed out for an identity, if anything can be. */
  Optional<Holdings> holdings(String identity) {
    return Optional.ofNullable(holdings.get(identity));
  }

  private RegistrySubscription add(Identity identity, AckMode mode, Receiver receiver) {
    lock.lock();
    try {
      RegistrySubscription subscription =
          new RegistrySubscription(
              identity,
              receiver,
              mode,
              holdings.computeIfAbsent(identity.id(), this::newHoldings),
              identity.durable() ? queue.orElseThrow() : null,
              settings.pollInterval(),
              handling,
              this::remove);
      open.add(subscription);
      return subscription;
    } finally {
      lock.unlock();
    }
  }

  private void remove(RegistrySubscription subscription) {
    String id = subscription.identity().id();
    lock.lock();
    try {
      open.remove(subscription);
      if (open.stream().noneMatch(other -> other.identity().id().equals(id))) {
        holdings.computeIfPresent(id, (key, held) -> held.size() == 0 ? null : held);
      }
    } finally {
      lock.unlock();
    }
  }

  private Holdings newHoldings(String identity) {
    return new Holdings(identity, queue, messaging, settings.window(), budget.share(), clock);
  }

  void wake(String identity) {
    open.stream()
        .filter(s -> s.identity().id().equals(identity))
        .forEach(RegistrySubscription::wake);
  }

  int openCount() {
    return open.size();
  }

  long handling() {
    return handling.get();
  }

  long unacknowledged() {
    return holdings.values().stream().mapToLong(Holdings::size).sum();
  }

  /** Ends all subscriptions within the deadline and gives back what they hold. */
  void close(Deadline deadline) {
    if (keeper != null) {
      keeper.interrupt();
    }
    deadline.run(
        () -> {
          open.forEach(RegistrySubscription::end); // so that none waits for another's receiver
          open.forEach(RegistrySubscription::close);
          holdings.values().forEach(this::giveBack);
          notices.close();
          return true;
        });
  }

  private void giveBack(Holdings held) {
    try {
      held.nackAbandoned();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "deliveries stay held until their time is up: " + e.getMessage(), e);
    }
  }

  private void keep() {
    Duration interval = settings.visibilityTimeout().dividedBy(3);
    try {
      while (!Thread.currentThread().isInterrupted()) {
        clock.sleep(interval);
        holdings.values().forEach(held -> held.forgetEnded(settings.visibilityTimeout()));
        extendAll();
        forgetIdle();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void forgetIdle() {
    lock.lock();
    try {
      Set<String> listening =
          open.stream().map(one -> one.identity().id()).collect(Collectors.toSet());
      holdings.values().removeIf(held -> held.size() == 0 && !listening.contains(held.identity()));
    } finally {
      lock.unlock();
    }
  }

  /** Several at a time: one after the other, many would lapse before their turn. */
  private void extendAll() {
    List<Delivered> kept =
        holdings.values().stream().flatMap(held -> held.kept().stream()).toList();
    try {
      List<Throwable> failures = EXTENDING.all(kept, Delivered::extend).failures();
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
