package io.patternsdk.concurrency.circuitbreaker;

import io.patternsdk.concurrency.internal.EventPublisher;
import io.patternsdk.core.layer.Operation;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Judges by another one, whose own failures are logged and judged as nothing. */
record CarefulClassifier(Classifier classifier, EventPublisher publisher) implements Classifier {

  static Classifier of(Classifier classifier, EventPublisher publisher) {
    return classifier == StandardClassifier.INSTANCE
        ? classifier
        : new CarefulClassifier(classifier, publisher);
  }

  @Override
  public Outcome ofResult(@Nullable Object result) {
    return judged(() -> classifier.ofResult(result));
  }

  @Override
  public Outcome ofPartial(Operation.Partial partial) {
    return judged(() -> classifier.ofPartial(partial));
  }

  @Override
  public Outcome ofFailure(Throwable failure) {
    return judged(() -> classifier.ofFailure(failure));
  }

  private Outcome judged(Supplier<Outcome> judgement) {
    try {
      return judgement.get();
    } catch (RuntimeException e) {
      publisher.failed("classifier", e);
      return Outcome.IGNORED;
    }
  }
}
