package io.patternsdk.driver.redis;

import static io.patternsdk.driver.redis.QueueSteps.text;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Envelope;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.queue.QueueDeadLetter;
import io.patternsdk.core.queue.QueueVisibility;
import io.patternsdk.core.queue.Receipt;
import io.patternsdk.driver.redis.QueueSteps.Item;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Queues as streams with a consumer group, whose deliveries are due by the server's clock. */
final class RedisQueue implements MessageQueue, QueueVisibility, QueueDeadLetter {
  /** The most deliveries of one receive, and the most dead letters of one reading. */
  private static final int MOST = 1_000;

  private static final long AGAIN_MILLIS = 100;

  private static final Logger LOG = System.getLogger(RedisQueue.class.getName());

  private final QueueSteps steps;
  private final Wakeups wakeups;
  private final Envelope envelope;
  private final Duration visibility;
  private final int maxAttempts;

  RedisQueue(
      QueueSteps steps, Wakeups wakeups, Envelope envelope, Duration visibility, int maxAttempts) {
    this.steps = steps;
    this.wakeups = wakeups;
    this.envelope = envelope;
    this.visibility = visibility;
    this.maxAttempts = maxAttempts;
  }

  @Override
  public void enqueue(String queue, Message message) {
    steps.number(queue, "enqueue", envelope.encode(message));
  }

  @Override
  public List<Delivery> receive(String queue, int max, Duration wait) {
    return receive(queue, max, wait, visibility);
  }

  @Override
  public List<Delivery> receive(String queue, int max, Duration wait, Duration visibility) {
    Deadline end = Deadline.current().sooner(Deadline.after(wait));
    String channel = steps.wake(queue);
    List<Delivery> received = look(queue, max, visibility, wakeups.of(channel));
    if (!received.isEmpty() || end.passed()) {
      return received;
    }
    Waiting waiting = wakeups.enter(channel);
    try {
      received = look(queue, max, visibility, waiting);
      while (received.isEmpty() && waiting.await(end)) {
        received = lookOnSignal(queue, max, visibility, waiting);
      }
      // Once more, so that a server that is gone is not taken for an empty queue.
      return received.isEmpty() && !Deadline.current().passed()
          ? look(queue, max, visibility, waiting)
          : received;
    } finally {
      wakeups.exit(channel, waiting);
    }
  }

  /**
   * Looks because of a signal; where that fails the signal is somebody else's. A server that cannot
   * be reached now is looked for again: the signal may be that its other connection has returned.
   * Deliveries whose answer was lost come again when their visibility has run out.
   */
  private List<Delivery> lookOnSignal(String queue, int max, Duration visibility, Waiting waiting) {
    try {
      return look(queue, max, visibility, waiting);
    } catch (BackendException e) {
      if (e.kind() == ErrorKind.UNAVAILABLE) {
        waiting.due(AGAIN_MILLIS);
        return List.of();
      }
      waiting.signal();
      throw e;
    }
  }

  private List<Delivery> look(
      String queue, int max, Duration visibility, @Nullable Waiting waiting) {
    List<?> answer =
        steps.list(
            queue,
            "receive",
            text(Math.min(max, MOST)),
            text(Millis.of(visibility)),
            text(maxAttempts),
            text(Millis.of(this.visibility)));
    if (waiting != null) {
      waiting.due((Long) answer.getFirst());
    }
    List<Delivery> deliveries = new ArrayList<>();
    for (Item item : QueueSteps.items(answer, 1)) {
      Message message = decoded(item);
      if (message != null) {
        deliveries.add(new Delivery(message, steps.receipt(queue, item), item.attempts()));
      }
    }
    return deliveries;
  }

  /** The message; null if its envelope is newer than we are: others may read it meanwhile. */
  private @Nullable Message decoded(Item item) {
    try {
      return envelope.decode(item.body());
    } catch (BackendException e) {
      LOG.log(Level.WARNING, "a message cannot be read and is left for others", e);
      return null;
    }
  }

  @Override
  public boolean ack(String queue, Receipt receipt) {
    return steps.held(queue, "ack", receipt);
  }

  @Override
  public boolean nack(String queue, Receipt receipt) {
    return steps.held(queue, "nack", receipt, text(maxAttempts));
  }

  @Override
  public boolean extend(String queue, Receipt receipt, Duration visibility) {
    return steps.held(queue, "extend", receipt, text(Millis.of(visibility)));
  }

  @Override
  public Depth depth(String queue) {
    List<?> answer = steps.list(queue, "depth");
    return new Depth((Long) answer.get(0), (Long) answer.get(1));
  }

  @Override
  public List<DeadLetter> deadLetters(String queue, int max) {
    List<DeadLetter> letters = new ArrayList<>();
    List<?> answer = steps.list(queue, "dead_letters", text(Math.min(max, MOST)));
    for (Item item : QueueSteps.items(answer, 0)) {
      Message message = decoded(item);
      letters.add(
          new DeadLetter(
              item.id(), message == null ? Message.of(item.body()) : message, item.attempts()));
    }
    return letters;
  }

  @Override
  public long deadLetterCount(String queue) {
    return steps.number(queue, "dead_letter_count");
  }

  @Override
  public int redrive(String queue, Collection<String> ids) {
    List<String> known = ids.stream().filter(QueueSteps::isId).distinct().toList();
    int moved = 0;
    for (int from = 0; from < known.size(); from += MOST) {
      List<String> some = known.subList(from, Math.min(known.size(), from + MOST));
      moved += (int) steps.number(queue, "redrive", texts(some));
    }
    return moved;
  }

  @Override
  public long purgeDeadLetters(String queue) {
    return steps.number(queue, "purge");
  }

  private static byte[][] texts(List<String> texts) {
    return texts.stream().map(QueueSteps::text).toArray(byte[][]::new);
  }
}
