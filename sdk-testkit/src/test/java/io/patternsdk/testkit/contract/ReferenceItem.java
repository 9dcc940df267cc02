package io.patternsdk.testkit.contract;

import io.patternsdk.core.Message;
import java.time.Duration;
import java.util.UUID;

/** A message in a queue; guarded by the lock of its store. */
final class ReferenceItem {
  final String id = UUID.randomUUID().toString();
  final Message message;
  int attempts;
  private int deliveries;
  private long visibleAt = System.nanoTime();

  ReferenceItem(Message message) {
    this.message = message;
  }

  void deliver(Duration hidden) {
    attempts++;
    deliveries++;
    hide(hidden);
  }

  void hide(Duration hidden) {
    visibleAt = System.nanoTime() + hidden.toNanos();
  }

  boolean hidden() {
    return visibleAt - System.nanoTime() > 0;
  }

  String receipt() {
    return id + "/" + deliveries;
  }
}
