package io.patternsdk.core.standard;

import io.patternsdk.core.Message;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Shape;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.queue.Receipt;
import java.time.Duration;
import java.util.List;

/** Forwards {@code queue_basic}. */
final class QueueForwarder implements MessageQueue {
  static final String NAME = "queue_basic";

  private final MessageQueue driver;
  private final Wiring wiring;
  private final BoundOperation enqueue;
  private final BoundOperation receive;
  private final BoundOperation ack;
  private final BoundOperation nack;
  private final BoundOperation depth;

  QueueForwarder(MessageQueue driver, Wiring wiring) {
    this.driver = driver;
    this.wiring = wiring;
    this.enqueue = wiring.bind(Operation.of(NAME, "enqueue", Shape.CALL));
    this.receive = wiring.bind(Operation.of(NAME, "receive", Shape.WAIT));
    this.ack = wiring.bind(Operation.of(NAME, "ack", Shape.CALL));
    this.nack = wiring.bind(Operation.of(NAME, "nack", Shape.CALL));
    this.depth = wiring.bind(Operation.of(NAME, "depth", Shape.CALL).asIdempotent());
  }

  @Override
  public void enqueue(String queue, Message message) {
    String full = wiring.namespace().queue(queue);
    wiring.checkValue("message body", message.body());
    enqueue.run(() -> driver.enqueue(full, enqueue.outgoing(message)));
  }

  @Override
  public List<Delivery> receive(String queue, int max, Duration wait) {
    String full = wiring.namespace().queue(queue);
    Receiving.check(max, wait);
    return receive.call(wait, () -> driver.receive(full, max, wait));
  }

  @Override
  public boolean ack(String queue, Receipt receipt) {
    String full = wiring.namespace().queue(queue);
    return ack.call(() -> driver.ack(full, receipt));
  }

  @Override
  public boolean nack(String queue, Receipt receipt) {
    String full = wiring.namespace().queue(queue);
    return nack.call(() -> driver.nack(full, receipt));
  }

  @Override
  public Depth depth(String queue) {
    String full = wiring.namespace().queue(queue);
    return depth.call(() -> driver.depth(full));
  }
}
