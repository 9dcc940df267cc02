package io.patternsdk.core.standard;

import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.QueueVisibility;
import io.patternsdk.core.queue.Receipt;
import java.time.Duration;
import java.util.List;

/** Forwards {@code queue_visibility}. */
final class QueueVisibilityForwarder implements QueueVisibility {
  static final String NAME = "queue_visibility";
  static final Operation RECEIVE_VISIBLE =
      Operation.builder(NAME, "receive_visible", Kind.RECEIVE)
          .messages(Receiving::messages)
          .build();
  static final Operation EXTEND =
      Operation.builder(NAME, "extend", Kind.SETTLE).repeatable().build();

  private final QueueVisibility driver;
  private final Wiring wiring;
  private final Duration minVisibility;
  private final BoundOperation receive;
  private final BoundOperation extend;

  QueueVisibilityForwarder(QueueVisibility driver, Wiring wiring) {
    this.driver = driver;
    this.wiring = wiring;
    this.minVisibility = wiring.traits().get(QueueVisibility.MIN_VISIBILITY);
    this.receive = wiring.bind(RECEIVE_VISIBLE);
    this.extend = wiring.bind(EXTEND);
  }

  @Override
  public List<Delivery> receive(String queue, int max, Duration wait, Duration visibility) {
    String full = wiring.namespace().queue(queue);
    Receiving.check(max, wait);
    wiring.checkAtLeast("visibility", visibility, minVisibility);
    return receive.call(
        receive.on(full).items(max).waiting(wait),
        () -> driver.receive(full, max, wait, visibility));
  }

  @Override
  public boolean extend(String queue, Receipt receipt, Duration visibility) {
    String full = wiring.namespace().queue(queue);
    wiring.checkAtLeast("visibility", visibility, minVisibility);
    return extend.call(full, () -> driver.extend(full, receipt, visibility));
  }
}
