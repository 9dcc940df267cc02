package io.patternsdk.core.typed;

import io.patternsdk.core.Message;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.queue.Receipt;
import java.time.Duration;
import java.util.List;

/**
 * {@link MessageQueue} with bodies of a type. The obligations are the same.
 *
 * @param <T> the type of the bodies
 */
public record TypedQueue<T>(MessageQueue queues, Codec<T> codec) {

  /** Appends a value; returns when the backend has stored it. */
  public void enqueue(String queue, T value) {
    queues.enqueue(queue, Message.of(codec.encode(value)));
  }

  /** Takes up to {@code max} deliveries, waiting up to {@code wait} for the first of them. */
  public List<TypedDelivery<T>> receive(String queue, int max, Duration wait) {
    return queues.receive(queue, max, wait).stream()
        .map(delivery -> new TypedDelivery<>(delivery, codec))
        .toList();
  }

  /** Removes a delivered value for good; false if the receipt no longer holds it. */
  public boolean ack(String queue, Receipt receipt) {
    return queues.ack(queue, receipt);
  }

  /** Gives a delivered value back; false if the receipt no longer holds it. */
  public boolean nack(String queue, Receipt receipt) {
    return queues.nack(queue, receipt);
  }

  /**
   * A value taken from a queue. The body is read when it is asked for, so that one that cannot be
   * read hides no other.
   *
   * @param <T> the type of the body
   * @param delivery the delivery as the queue has it
   * @param codec what reads the body
   */
  public record TypedDelivery<T>(Delivery delivery, Codec<T> codec) {

    /**
     * Returns the value.
     *
     * @throws io.patternsdk.core.BackendException CORRUPT if the codec cannot read the body
     */
    public T value() {
      return codec.decode(delivery.message().body());
    }

    /** Returns what acknowledges or gives back this delivery. */
    public Receipt receipt() {
      return delivery.receipt();
    }
  }
}
