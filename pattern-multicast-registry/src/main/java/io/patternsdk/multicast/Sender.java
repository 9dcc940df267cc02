package io.patternsdk.multicast;

import static io.patternsdk.multicast.MulticastRegistryProvider.DURABILITY;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.Meters;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.Publication;
import io.patternsdk.core.pubsub.PublishResult;
import io.patternsdk.multicast.MulticastReport.Status;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Sends to targets that are durable, or not, and counts what became of them. Thread-safe. */
final class Sender {
  private static final Logger LOG = System.getLogger(Sender.class.getName());

  private final PubSub messaging;
  private final Optional<DurableQueue> queue;
  private final Map<Status, LongConsumer> counters = new EnumMap<>(Status.class);

  Sender(PubSub messaging, Optional<DurableQueue> queue, Meters meters) {
    this.messaging = messaging;
    this.queue = queue;
    for (Status status : EnumSet.complementOf(EnumSet.of(Status.PENDING))) {
      counters.put(
          status,
          meters.counter(
              "registry_multicast_targets_total",
              "Targets of multicasts by what became of them",
              "status",
              status.name().toLowerCase(Locale.ROOT)));
    }
  }

  /** Targets from one place to before another, which are all durable, or none of them is. */
  record Part(int from, int to) {}

  /** Counts identities by what became of them; those that are pending once that is known. */
  void count(Map<Status, Integer> totals) {
    totals.forEach(
        (status, n) -> {
          if (status != Status.PENDING) {
            Objects.requireNonNull(counters.get(status)).accept(n);
          }
        });
  }

  void send(List<Target> targets, Part part, Message message, Outcomes outcomes) {
    if (targets.get(part.from()).durable()) {
      enqueue(targets, part, message, outcomes);
    } else {
      publish(targets, part, message, outcomes);
    }
  }

  private void publish(List<Target> targets, Part part, Message message, Outcomes outcomes) {
    List<Publication> publications = new ArrayList<>(part.to() - part.from());
    for (int i = part.from(); i < part.to(); i++) {
      publications.add(new Publication(targets.get(i).topic(), message));
    }
    try {
      PublishResult result = messaging.publishAll(publications);
      for (int i = part.from(); i < part.to(); i++) {
        int target = i;
        result
            .failure(i - part.from())
            .ifPresentOrElse(
                error -> outcomes.failed(target, error),
                () -> outcomes.reached(target, Status.SENT));
      }
    } catch (OperationException e) {
      for (int i = part.from(); i < part.to(); i++) {
        outcomes.failed(i, e);
      }
    }
  }

  /** Without its wake-up, what is queued is found with the next look into the queue. */
  private void enqueue(List<Target> targets, Part part, Message message, Outcomes outcomes) {
    List<Publication> wakeUps = new ArrayList<>(part.to() - part.from());
    for (int i = part.from(); i < part.to(); i++) {
      Target target = targets.get(i);
      try {
        queue.orElseThrow(Sender::noQueue).enqueue(target.identities().getFirst(), message);
        outcomes.reached(i, Status.QUEUED);
        wakeUps.add(new Publication(target.topic(), Headers.wakeUp(message.id())));
      } catch (OperationException e) {
        outcomes.failed(i, e);
      }
    }
    try {
      if (!wakeUps.isEmpty()) {
        PublishResult unused = messaging.publishAll(wakeUps);
      }
    } catch (OperationException e) {
      LOG.log(Level.DEBUG, "receivers of what is queued are not woken", e);
    }
  }

  /** Another process with other slots may have registered a durable identity. */
  private static BackendException noQueue() {
    return new BackendException(
        ErrorKind.UNSUPPORTED,
        "the identity is durable, and slot " + DURABILITY + " of this process is empty");
  }
}
