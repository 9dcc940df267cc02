package io.patternsdk.driver.nats;

import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.OperationException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * The consumers from which queues are received, each made when its queue is first received from.
 */
final class QueueConsumers {
  private static final int MAX_WAITING = 10_000;
  private static final int TRIES = 5;
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final QueueStore queues;
  private final Duration visibility;
  private final Map<String, Consumer> known = new ConcurrentHashMap<>();

  QueueConsumers(QueueStore queues, Duration visibility) {
    this.queues = queues;
    this.visibility = visibility;
  }

  /**
   * The consumer of one queue.
   *
   * @param name its name in the stream
   * @param visibility how long it hides what it delivers, which whoever made it has chosen
   */
  record Consumer(String name, Duration visibility) {}

  /**
   * Runs {@code call} with the consumer there, again if the server has lost it meanwhile, or has
   * just made it and does not answer for it yet.
   */
  <T> T with(String queue, Deadline deadline, Function<Consumer, T> call) {
    for (int tries = 1; ; tries++) {
      try {
        return call.apply(of(queue, deadline));
      } catch (OperationException e) {
        if (!NatsErrors.gone(e) || tries == TRIES || deadline.passed()) {
          throw e;
        }
      }
      known.remove(queue);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private Consumer of(String queue, Deadline deadline) {
    Consumer consumer = known.get(queue);
    if (consumer == null) {
      consumer = find(queue, deadline);
      known.put(queue, consumer);
    }
    return consumer;
  }

  private Consumer find(String queue, Deadline deadline) {
    Store store = queues.store();
    String name = QueueNames.consumer(queue);
    ConsumerInfo info =
        store.with(
            deadline,
            () -> {
              ConsumerInfo found = info(name, deadline);
              return found.hasError() && found.getApiErrorCode() == NatsErrors.CONSUMER_NOT_FOUND
                  ? Consumers.create(store, name, wanted(queue, name), deadline)
                  : StreamApi.checked(found);
            });
    Duration hides = info.getConsumerConfiguration().getAckWait();
    return new Consumer(name, hides == null ? visibility : hides);
  }

  /** What the server says of a consumer, or that there is none. */
  ConsumerInfo info(String name, Deadline deadline) {
    Store store = queues.store();
    String operation = "CONSUMER.INFO." + store.name() + "." + name;
    return new ConsumerInfo(store.api().call(operation, "", deadline));
  }

  private ConsumerConfiguration wanted(String queue, String name) {
    return ConsumerConfiguration.builder()
        .durable(name)
        .deliverPolicy(DeliverPolicy.All)
        .ackPolicy(AckPolicy.Explicit)
        .ackWait(visibility)
        .maxDeliver(-1)
        .maxAckPending(-1)
        .maxPullWaiting(MAX_WAITING)
        .filterSubject(queues.names().messages(queue))
        .build();
  }
}
