package io.patternsdk.driver.embedded;

import io.patternsdk.core.Message;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.queue.QueueDeadLetter;
import io.patternsdk.core.queue.QueueVisibility;
import io.patternsdk.core.queue.Receipt;
import io.patternsdk.driver.embedded.journal.MonotonicClock;
import io.patternsdk.driver.embedded.journal.QueuedMessage;
import io.patternsdk.driver.embedded.journal.Sequence;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Queues; messages are received in the order of their enqueueing, those given back first. */
final class EmbeddedQueue implements MessageQueue, QueueVisibility, QueueDeadLetter {
  private final StoredQueues queues;
  private final Sequence sequence;
  private final MonotonicClock time;
  private final Duration visibility;

  EmbeddedQueue(StoredQueues queues, Sequence sequence, MonotonicClock time, Duration visibility) {
    this.queues = queues;
    this.sequence = sequence;
    this.time = time;
    this.visibility = visibility;
  }

  @Override
  public void enqueue(String queue, Message message) {
    boolean unused =
        queues.change(
            queue,
            q -> {
              q.add(new QueuedMessage(sequence.next(), message, QueuedMessage.State.FRESH));
              return true;
            });
  }

  @Override
  public List<Delivery> receive(String queue, int max, Duration wait) {
    return receive(queue, max, wait, visibility);
  }

  @Override
  public List<Delivery> receive(String queue, int max, Duration wait, Duration visibility) {
    return queues.take(queue, max, wait, visibility).stream()
        .map(QueuedMessage::toDelivery)
        .toList();
  }

  @Override
  public boolean ack(String queue, Receipt receipt) {
    return queues.change(queue, q -> q.ack(receipt));
  }

  @Override
  public boolean nack(String queue, Receipt receipt) {
    return queues.change(queue, q -> q.nack(receipt));
  }

  @Override
  public boolean extend(String queue, Receipt receipt, Duration visibility) {
    return queues.change(queue, q -> q.extend(receipt, time.after(visibility)));
  }

  @Override
  public Depth depth(String queue) {
    return queues.read(queue, StoredQueue::depth);
  }

  @Override
  public List<DeadLetter> deadLetters(String queue, int max) {
    return queues.read(queue, q -> q.dead(max).stream().map(QueuedMessage::toDeadLetter).toList());
  }

  @Override
  public long deadLetterCount(String queue) {
    return queues.read(queue, StoredQueue::deadCount);
  }

  @Override
  public int redrive(String queue, Collection<String> ids) {
    return queues.change(queue, q -> q.redrive(ids));
  }

  @Override
  public long purgeDeadLetters(String queue) {
    return queues.change(queue, StoredQueue::purge);
  }
}
