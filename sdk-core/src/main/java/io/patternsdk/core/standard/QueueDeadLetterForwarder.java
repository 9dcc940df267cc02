package io.patternsdk.core.standard;

import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Shape;
import io.patternsdk.core.queue.QueueDeadLetter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Forwards {@code queue_dead_letter}. */
final class QueueDeadLetterForwarder implements QueueDeadLetter {
  static final String NAME = "queue_dead_letter";

  private final QueueDeadLetter driver;
  private final Wiring wiring;
  private final BoundOperation deadLetters;
  private final BoundOperation deadLetterCount;
  private final BoundOperation redrive;
  private final BoundOperation purge;

  QueueDeadLetterForwarder(QueueDeadLetter driver, Wiring wiring) {
    this.driver = driver;
    this.wiring = wiring;
    this.deadLetters = wiring.bind(Operation.of(NAME, "dead_letters", Shape.CALL).asIdempotent());
    this.deadLetterCount =
        wiring.bind(Operation.of(NAME, "dead_letter_count", Shape.CALL).asIdempotent());
    this.redrive = wiring.bind(Operation.of(NAME, "redrive", Shape.CALL));
    this.purge = wiring.bind(Operation.of(NAME, "purge_dead_letters", Shape.CALL));
  }

  @Override
  public List<DeadLetter> deadLetters(String queue, int max) {
    String full = wiring.namespace().queue(queue);
    Receiving.check(max, Duration.ZERO);
    return deadLetters.call(() -> driver.deadLetters(full, max));
  }

  @Override
  public long deadLetterCount(String queue) {
    String full = wiring.namespace().queue(queue);
    return deadLetterCount.call(() -> driver.deadLetterCount(full));
  }

  @Override
  public int redrive(String queue, Collection<String> ids) {
    String full = wiring.namespace().queue(queue);
    wiring.checkBatch(ids.size());
    return ids.isEmpty() ? 0 : redrive.call(() -> driver.redrive(full, ids));
  }

  @Override
  public long purgeDeadLetters(String queue) {
    String full = wiring.namespace().queue(queue);
    return purge.call(() -> driver.purgeDeadLetters(full));
  }
}
