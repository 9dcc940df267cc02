package io.patternsdk.core.standard;

import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.queue.QueueDeadLetter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Forwards {@code queue_dead_letter}. */
final class QueueDeadLetterForwarder implements QueueDeadLetter {
  static final String NAME = "queue_dead_letter";
  static final Operation DEAD_LETTERS =
      Operation.builder(NAME, "dead_letters", Kind.READ).messaging().build();
  static final Operation DEAD_LETTER_COUNT =
      Operation.builder(NAME, "dead_letter_count", Kind.READ).messaging().build();
  static final Operation REDRIVE =
      Operation.builder(NAME, "redrive", Kind.WRITE).messaging().build();
  static final Operation PURGE_DEAD_LETTERS =
      Operation.builder(NAME, "purge_dead_letters", Kind.WRITE).messaging().build();

  private final QueueDeadLetter driver;
  private final Wiring wiring;
  private final BoundOperation deadLetters;
  private final BoundOperation deadLetterCount;
  private final BoundOperation redrive;
  private final BoundOperation purge;

  QueueDeadLetterForwarder(QueueDeadLetter driver, Wiring wiring) {
    this.driver = driver;
    this.wiring = wiring;
    this.deadLetters = wiring.bind(DEAD_LETTERS);
    this.deadLetterCount = wiring.bind(DEAD_LETTER_COUNT);
    this.redrive = wiring.bind(REDRIVE);
    this.purge = wiring.bind(PURGE_DEAD_LETTERS);
  }

  @Override
  public List<DeadLetter> deadLetters(String queue, int max) {
    String full = wiring.namespace().queue(queue);
    Receiving.check(max, Duration.ZERO);
    return deadLetters.call(deadLetters.on(full).items(max), () -> driver.deadLetters(full, max));
  }

  @Override
  public long deadLetterCount(String queue) {
    String full = wiring.namespace().queue(queue);
    return deadLetterCount.call(full, () -> driver.deadLetterCount(full));
  }

  @Override
  public int redrive(String queue, Collection<String> ids) {
    String full = wiring.namespace().queue(queue);
    wiring.checkBatch(ids.size());
    return ids.isEmpty()
        ? 0
        : redrive.call(redrive.on(full).items(ids.size()), () -> driver.redrive(full, ids));
  }

  @Override
  public long purgeDeadLetters(String queue) {
    String full = wiring.namespace().queue(queue);
    return purge.call(full, () -> driver.purgeDeadLetters(full));
  }
}
