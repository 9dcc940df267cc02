package io.patternsdk.driver.nats;

import io.nats.client.api.ConsumerInfo;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.queue.QueueVisibility;
import io.patternsdk.core.queue.Receipt;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Queues of which each message has a subject of its own in one stream. A message has one number for
 * each delivery: a receipt holds it as long as it has that number, and acknowledging deletes the
 * number, which the server lets one caller do.
 */
final class NatsQueue implements MessageQueue, QueueVisibility {
  private static final Logger LOG = System.getLogger(NatsQueue.class.getName());

  private final QueueStore queues;
  private final QueueConsumers consumers;
  private final Receiving receiving;
  private final NatsConfig config;

  NatsQueue(QueueStore queues, NatsConfig config) {
    this.queues = queues;
    this.config = config;
    this.consumers = new QueueConsumers(queues, config.visibilityTimeout());
    this.receiving = new Receiving(queues, consumers, config.maxAttempts());
  }

  @Override
  public void enqueue(String queue, Message message) {
    queues.add(queue, message, queues.link().begin());
  }

  @Override
  public List<Delivery> receive(String queue, int max, Duration wait) {
    return receiving.receive(queue, max, wait, config.visibilityTimeout());
  }

  @Override
  public List<Delivery> receive(String queue, int max, Duration wait, Duration visibility) {
    return receiving.receive(queue, max, wait, visibility);
  }

  @Override
  public boolean ack(String queue, Receipt receipt) {
    Deadline deadline = queues.link().begin();
    return held(queue, receipt)
        .map(held -> queues.store().delete(held.sequence(), deadline))
        .orElse(false);
  }

  @Override
  public boolean nack(String queue, Receipt receipt) {
    Deadline deadline = queues.link().begin();
    Optional<Stored> found =
        held(queue, receipt).flatMap(held -> queues.store().at(held.sequence(), deadline));
    if (found.isEmpty()) {
      return false;
    }
    Stored stored = found.get();
    OptionalLong renewed = queues.renew(stored, deadline);
    if (renewed.isPresent() && QueueStore.attempts(stored) + 1 >= config.maxAttempts()) {
      buryAtOnce(queue, renewed.getAsLong(), deadline);
    }
    return renewed.isPresent();
  }

  /** Need not succeed: whoever receives the message next buries it. */
  private void buryAtOnce(String queue, long sequence, Deadline deadline) {
    try {
      queues
          .store()
          .at(sequence, deadline)
          .ifPresent(stored -> queues.bury(queue, stored, deadline));
    } catch (OperationException e) {
      LOG.log(Level.DEBUG, "a dead letter is left for the next receiver", e);
    }
  }

  @Override
  public boolean extend(String queue, Receipt receipt, Duration visibility) {
    Deadline deadline = queues.link().begin();
    Optional<Held> held = held(queue, receipt);
    if (held.isEmpty()) {
      return false;
    }
    // The server answers when it has hidden the message; then it is seen whether it was ours.
    byte[] hiding = Receiving.hiding(visibility);
    try {
      var unused =
          queues
              .link()
              .await(queues.link().request(held.get().reply(), null, hiding, deadline), deadline);
    } catch (OperationException e) {
      if (NatsErrors.gone(e)) {
        return false;
      }
      throw e;
    }
    return queues.store().at(held.get().sequence(), deadline).isPresent();
  }

  @Override
  public Depth depth(String queue) {
    Deadline deadline = queues.link().begin();
    ConsumerInfo info =
        consumers.with(
            queue,
            deadline,
            consumer -> StreamApi.checked(consumers.info(consumer.name(), deadline)));
    return new Depth(info.getNumPending(), info.getNumAckPending());
  }

  private Optional<Held> held(String queue, Receipt receipt) {
    return Held.of(receipt, queues.store().name(), QueueNames.consumer(queue));
  }
}
