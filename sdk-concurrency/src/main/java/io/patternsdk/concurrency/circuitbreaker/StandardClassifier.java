package io.patternsdk.concurrency.circuitbreaker;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.OperationException;

/** The usual judgement. */
enum StandardClassifier implements Classifier {
  INSTANCE;

  @Override
  public Outcome ofFailure(Throwable failure) {
    return switch (failure) {
      case BackendException e when e.kind().backendFailure() -> Outcome.FAILURE;
      case BackendException e ->
          switch (e.kind()) {
            case NOT_FOUND, CONFLICT, ABORTED -> Outcome.SUCCESS;
            default -> Outcome.IGNORED;
          };
      case OperationException e -> Outcome.IGNORED;
      case InterruptedException e -> Outcome.IGNORED;
      case Error e -> Outcome.IGNORED;
      default -> Outcome.FAILURE;
    };
  }
}
