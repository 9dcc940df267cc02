package io.patternsdk.driver.nats;

import io.nats.client.Message;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.queue.Delivery;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes messages from queues. What the server delivers for the second time is not handed out: it is
 * renewed, so that the first delivery holds it no longer, and the server then delivers it as new.
 * What has had all its attempts is buried.
 */
final class Receiving {
  private static final Logger LOG = System.getLogger(Receiving.class.getName());

  /** A server may forget who waits; asking again this often is cheap. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final QueueStore queues;
  private final QueueConsumers consumers;
  private final int maxAttempts;

  Receiving(QueueStore queues, QueueConsumers consumers, int maxAttempts) {
    this.queues = queues;
    this.consumers = consumers;
    this.maxAttempts = maxAttempts;
  }

  /** What tells the server to hide a delivered message for a time from now, however long so far. */
  static byte[] hiding(Duration time) {
    long nanos = (time.compareTo(LONGEST) < 0 ? time : LONGEST).toNanos();
    return ("-NAK {\"delay\":" + nanos + "}").getBytes(StandardCharsets.US_ASCII);
  }

  List<Delivery> receive(String queue, int max, Duration wait, Duration visibility) {
    Deadline end = Deadline.after(wait);
    boolean more = true;
    while (true) {
      Duration left = Deadline.current().sooner(end).atMost(LONGEST_WAIT);
      if (!more && left.isZero()) {
        return List.of();
      }
      Pulled pulled = more ? now(queue, max) : later(queue, left);
      List<Delivery> deliveries = deliveries(queue, pulled, visibility);
      if (!deliveries.isEmpty()) {
        return deliveries;
      }
      more = !pulled.messages().isEmpty();
    }
  }

  private record Pulled(QueueConsumers.Consumer consumer, List<Message> messages) {}

  private Pulled now(String queue, int max) {
    Deadline deadline = queues.link().begin();
    return consumers.with(
        queue, deadline, consumer -> new Pulled(consumer, pull(consumer).now(max, deadline)));
  }

  private Pulled later(String queue, Duration wait) {
    Deadline deadline = queues.link().begin();
    Deadline answer = Deadline.after(wait.plus(queues.link().timeout()));
    Deadline both = Deadline.current().sooner(answer);
    return consumers.with(
        queue, deadline, consumer -> new Pulled(consumer, pull(consumer).one(wait, both)));
  }

  private Pull pull(QueueConsumers.Consumer consumer) {
    return new Pull(queues.link(), queues.store().name(), consumer.name());
  }

  private List<Delivery> deliveries(String queue, Pulled pulled, Duration visibility) {
    List<Delivery> deliveries = new ArrayList<>();
    List<Message> fresh = new ArrayList<>();
    List<Message> rest = new ArrayList<>();
    for (Message message : pulled.messages()) {
      Stored stored = Stored.delivered(message);
      if (message.metaData().deliveredCount() > 1 || spent(stored)) {
        rest.add(message);
      } else {
        fresh.add(message);
        deliveries.add(
            new Delivery(
                queues.message(stored),
                Held.of(message).receipt(),
                QueueStore.attempts(stored) + 1));
      }
    }
    if (!visibility.equals(pulled.consumer().visibility())) {
      hide(fresh, visibility);
    }
    settle(queue, rest, !fresh.isEmpty());
    return deliveries;
  }

  private void hide(List<Message> messages, Duration visibility) {
    Deadline deadline = queues.link().bounded();
    int epoch = queues.link().epoch();
    byte[] hiding = hiding(visibility);
    messages.forEach(m -> queues.link().publish(m.getReplyTo(), null, null, hiding));
    if (!messages.isEmpty()) {
      queues.link().confirm(epoch, deadline);
    }
  }

  /** Renews or buries; where there is something to hand out, what fails is left for later. */
  private void settle(String queue, List<Message> messages, boolean optional) {
    try {
      for (Message message : messages) {
        Stored stored = Stored.delivered(message);
        Deadline deadline = queues.link().begin();
        if (spent(stored)) {
          queues.bury(queue, stored, deadline);
        } else {
          // Nothing to do if it was acknowledged, or renewed by somebody else, in between.
          var unused = queues.renew(stored, deadline);
        }
      }
    } catch (OperationException e) {
      if (!optional) {
        throw e;
      }
      LOG.log(Level.DEBUG, "messages are left for the next receiver", e);
    }
  }

  private boolean spent(Stored stored) {
    return QueueStore.attempts(stored) >= maxAttempts;
  }
}
