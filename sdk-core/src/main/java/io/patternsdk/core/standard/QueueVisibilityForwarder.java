package io.patternsdk.core.standard;

import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Shape;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.QueueVisibility;
import io.patternsdk.core.queue.Receipt;
import java.time.Duration;
import java.util.List;

/** Forwards {@code queue_visibility}. */
final class QueueVisibilityForwarder implements QueueVisibility {
  static final String NAME = "queue_visibility";

  private final QueueVisibility driver;
  private final Wiring wiring;
  private final Duration minVisibility;
  private final BoundOperation receive;
  private final BoundOperation extend;

  QueueVisibilityForwarder(QueueVisibility driver, Wiring wiring) {
    this.driver = driver;
    this.wiring = wiring;
    this.minVisibility = wiring.traits().get(QueueVisibility.MIN_VISIBILITY);
    this.receive = wiring.bind(Operation.of(NAME, "receive_visible", Shape.WAIT));
    this.extend = wiring.bind(Operation.of(NAME, "extend", Shape.CALL).asIdempotent());
  }

  @Override
  public List<Delivery> receive(String queue, int max, Duration wait, Duration visibility) {
    String full = wiring.namespace().queue(queue);
    Receiving.check(max, wait);
    wiring.checkAtLeast("visibility", visibility, minVisibility);
    return receive.call(wait, () -> driver.receive(full, max, wait, visibility));
  }

  @Override
  public boolean extend(String queue, Receipt receipt, Duration visibility) {
    String full = wiring.namespace().queue(queue);
    wiring.checkAtLeast("visibility", visibility, minVisibility);
    return extend.call(() -> driver.extend(full, receipt, visibility));
  }
}
