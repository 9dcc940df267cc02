package io.patternsdk.core.standard;

import io.patternsdk.core.Message;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.queue.Receipt;
import java.time.Duration;
import java.util.List;

/** Forwards {@code queue_basic}. */
final class QueueForwarder implements MessageQueue {
  static final String NAME = "queue_basic";
  static final Operation ENQUEUE = Operation.of(NAME, "enqueue", Kind.SEND);
  static final Operation RECEIVE =
      Operation.builder(NAME, "receive", Kind.RECEIVE).messages(Receiving::messages).build();
  static final Operation ACK = Operation.of(NAME, "ack", Kind.SETTLE);
  static final Operation NACK = Operation.of(NAME, "nack", Kind.SETTLE);
  static final Operation DEPTH = Operation.builder(NAME, "depth", Kind.READ).messaging().build();

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
    this.enqueue = wiring.bind(ENQUEUE);
    this.receive = wiring.bind(RECEIVE);
    this.ack = wiring.bind(ACK);
    this.nack = wiring.bind(NACK);
    this.depth = wiring.bind(DEPTH);
  }

  @Override
  public void enqueue(String queue, Message message) {
    String full = wiring.namespace().queue(queue);
    wiring.checkMessage(message);
    enqueue.run(
        enqueue.on(full).bytes(message.body().length),
        () -> driver.enqueue(full, enqueue.outgoing(message)));
  }

  @Override
  public List<Delivery> receive(String queue, int max, Duration wait) {
    String full = wiring.namespace().queue(queue);
    Receiving.check(max, wait);
    return receive.call(
        receive.on(full).items(max).waiting(wait), () -> driver.receive(full, max, wait));
  }

  @Override
  public boolean ack(String queue, Receipt receipt) {
    String full = wiring.namespace().queue(queue);
    return ack.call(full, () -> driver.ack(full, receipt));
  }

  @Override
  public boolean nack(String queue, Receipt receipt) {
    String full = wiring.namespace().queue(queue);
    return nack.call(full, () -> driver.nack(full, receipt));
  }

  @Override
  public Depth depth(String queue) {
    String full = wiring.namespace().queue(queue);
    return depth.call(full, () -> driver.depth(full));
  }
}
