package io.patternsdk.multicast;

import io.patternsdk.concurrency.Result;
import io.patternsdk.concurrency.fanout.FanOut;
import io.patternsdk.multicast.RegistryException.Code;
import java.util.Optional;

/** Acknowledges deliveries by their ids, whichever process has handed them out. */
final class Acknowledgements {
  private static final FanOut AT_ONCE = FanOut.bounded(DurableQueue.AT_ONCE);

  private final Subscriptions subscriptions;
  private final Optional<DurableQueue> queue;

  Acknowledgements(Subscriptions subscriptions, Optional<DurableQueue> queue) {
    this.subscriptions = subscriptions;
    this.queue = queue;
  }

  /** Acknowledges one delivery alone; false if it is not held. */
  boolean ack(String identity, String delivery) {
    return ackNamed(identity, position(identity, delivery).last());
  }

  /** Gives one delivery back; false if it is not held. */
  boolean nack(String identity, String delivery) {
    return nackNamed(identity, position(identity, delivery).last());
  }

  /** Acknowledges a delivery and what came before it, and returns what these are. */
  Position ackUpTo(String identity, String delivery) {
    Position position = position(identity, delivery);
    AT_ONCE
        .all(position.names(), name -> ackNamed(identity, name))
        .results()
        .forEach(Result::orThrow);
    return position;
  }

  private static Position position(String identity, String delivery) {
    return Position.parse(identity, delivery).orElseThrow(() -> unreadable(identity));
  }

  private boolean ackNamed(String identity, String name) {
    return subscriptions
        .holdings(identity)
        .map(held -> held.ack(name))
        .orElseGet(() -> queue.isPresent() && queue.get().ack(identity, name));
  }

  private boolean nackNamed(String identity, String name) {
    return subscriptions
        .holdings(identity)
        .map(held -> held.nack(name))
        .orElseGet(() -> queue.isPresent() && queue.get().nack(identity, name));
  }

  private static RegistryException unreadable(String identity) {
    return new RegistryException(
        Code.INVALID,
        "this is no id of a delivery to "
            + identity
            + ": it was cut or changed, or belongs to another identity");
  }
}
