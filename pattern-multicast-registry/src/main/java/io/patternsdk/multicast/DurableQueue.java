package io.patternsdk.multicast;

import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_DEAD_LETTER;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_VISIBILITY;

import io.patternsdk.concurrency.Result;
import io.patternsdk.concurrency.fanout.FanOut;
import io.patternsdk.core.Message;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.queue.QueueDeadLetter;
import io.patternsdk.core.queue.QueueDeadLetter.DeadLetter;
import io.patternsdk.core.queue.QueueVisibility;
import io.patternsdk.core.queue.Receipt;
import io.patternsdk.multicast.RegistryException.Code;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The queues in the durability slot: one for each durable identity, {@code deliveries:<id>}. */
final class DurableQueue {
  /** How many calls are made at a time where there are many. */
  static final int AT_ONCE = 8;

  private static final int BATCH = 256;

  private final MessageQueue queue;
  private final QueueVisibility visible;
  private final QueueDeadLetter deadLetter;
  private final Duration visibility;

  DurableQueue(FilledSlot slot, Duration visibility) {
    this.queue = slot.require(QUEUE_BASIC);
    this.visible = slot.require(QUEUE_VISIBILITY);
    this.deadLetter = slot.require(QUEUE_DEAD_LETTER);
    this.visibility = visibility;
  }

  /**
   * Returns the queues.
   *
   * @throws RegistryException UNSUPPORTED if the slot is empty
   */
  static DurableQueue required(Optional<DurableQueue> queue) {
    return queue.orElseThrow(
        () ->
            new RegistryException(
                Code.UNSUPPORTED,
                "durable identities need a backend in slot "
                    + MulticastRegistryProvider.DURABILITY
                    + " with queue_basic, queue_visibility and queue_dead_letter"));
  }

  void enqueue(String identity, Message message) {
    queue.enqueue(name(identity), message);
  }

  List<Delivery> receive(String identity, int max) {
    return visible.receive(name(identity), max, Duration.ZERO, visibility);
  }

  boolean ack(String identity, String delivery) {
    return !delivery.isEmpty() && queue.ack(name(identity), new Receipt(delivery));
  }

  boolean nack(String identity, String delivery) {
    return !delivery.isEmpty() && queue.nack(name(identity), new Receipt(delivery));
  }

  boolean extend(String identity, String delivery) {
    return visible.extend(name(identity), new Receipt(delivery), visibility);
  }

  List<DeadLetter> deadLetters(String identity, int max) {
    return deadLetter.deadLetters(name(identity), max);
  }

  int redrive(String identity, Collection<String> ids) {
    return deadLetter.redrive(name(identity), ids);
  }

  /** Removes what waits now, up to as much as waits when it begins, and the dead letters. */
  void empty(String identity) {
    long waiting = queue.depth(name(identity)).waiting();
    List<Delivery> some = List.of();
    for (long removed = 0; removed < waiting; removed += some.size()) {
      some = receive(identity, BATCH);
      if (some.isEmpty()) {
        break; // somebody else has received the rest
      }
      FanOut.bounded(AT_ONCE)
          .all(some, delivery -> queue.ack(name(identity), delivery.receipt()))
          .results()
          .forEach(Result::orThrow);
    }
    long unused = deadLetter.purgeDeadLetters(name(identity));
  }

  private static String name(String identity) {
    return "deliveries:" + identity;
  }
}
