package io.patternsdk.concurrency;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.pubsub.PublishResult;
import org.jspecify.annotations.Nullable;

/** The usual judgement. */
enum StandardClassifier implements Classifier {
  INSTANCE;

  @Override
  public Outcome ofResult(@Nullable Object result) {
    return result instanceof PublishResult published && !published.failures().isEmpty()
        ? ofBatch(published)
        : Outcome.SUCCESS;
  }

  private Outcome ofBatch(PublishResult published) {
    for (OperationException failure : published.failures().values()) {
      if (ofFailure(failure) == Outcome.FAILURE) {
        return Outcome.FAILURE;
      }
    }
    return published.published() > 0 ? Outcome.SUCCESS : Outcome.IGNORED;
  }

  @Override
  public Outcome ofFailure(Throwable failure) {
    return switch (failure) {
      case BackendException e when e.kind().backendFailure() -> Outcome.FAILURE;
      case BackendException e ->
          switch (e.kind()) {
            case NOT_FOUND, CONFLICT -> Outcome.SUCCESS;
            default -> Outcome.IGNORED;
          };
      case OperationException e -> Outcome.IGNORED;
      case InterruptedException e -> Outcome.IGNORED;
      case Error e -> Outcome.IGNORED;
      default -> Outcome.FAILURE;
    };
  }
}
