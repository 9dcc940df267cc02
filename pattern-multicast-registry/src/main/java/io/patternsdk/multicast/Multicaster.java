package io.patternsdk.multicast;

import static io.patternsdk.multicast.MulticastRegistryProvider.DURABILITY;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.Publication;
import io.patternsdk.core.pubsub.PublishResult;
import io.patternsdk.multicast.MulticastReport.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends one message to a batch of targets and notes each outcome; a failure stops no other. */
final class Multicaster {
  private final PubSub messaging;
  private final Optional<DurableQueue> queue;

  Multicaster(PubSub messaging, Optional<DurableQueue> queue) {
    this.messaging = messaging;
    this.queue = queue;
  }

  void send(List<Target> batch, Message message, Outcomes outcomes) {
    List<Target> targets = new ArrayList<>(batch.size());
    List<Publication> publications = new ArrayList<>(batch.size());
    for (Target target : batch) {
      if (!target.durable()) {
        targets.add(target);
        publications.add(new Publication(target.topic(), message));
      } else if (enqueue(target, message, outcomes)) {
        targets.add(target);
        publications.add(new Publication(target.topic(), Headers.wakeUp(message.id())));
      }
    }
    if (!publications.isEmpty()) {
      publish(targets, publications, outcomes);
    }
  }

  private void publish(List<Target> targets, List<Publication> publications, Outcomes outcomes) {
    PublishResult result;
    try {
      result = messaging.publishAll(publications);
    } catch (OperationException e) {
      targets.stream().filter(target -> !target.durable()).forEach(t -> outcomes.failed(t, e));
      return; // what is queued is found without a wake-up, with the next look into the queue
    }
    for (int i = 0; i < targets.size(); i++) {
      Target target = targets.get(i);
      if (!target.durable()) {
        result
            .failure(i)
            .ifPresentOrElse(
                error -> outcomes.failed(target, error),
                () -> outcomes.reached(target, Status.SENT));
      }
    }
  }

  private boolean enqueue(Target target, Message message, Outcomes outcomes) {
    try {
      queue.orElseThrow(Multicaster::noQueue).enqueue(target.identities().getFirst(), message);
      outcomes.reached(target, Status.QUEUED);
      return true;
    } catch (OperationException e) {
      outcomes.failed(target, e);
      return false;
    }
  }

  /** Another process with other slots may have registered a durable identity. */
  private static BackendException noQueue() {
    return new BackendException(
        ErrorKind.UNSUPPORTED,
        "the identity is durable, and slot " + DURABILITY + " of this process is empty");
  }
}
