package io.patternsdk.concurrency.retry;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.RejectedException;

/** The usual rule. */
enum StandardRetryRule implements RetryRule {
  INSTANCE;

  @Override
  public boolean repeats(Throwable failure, boolean idempotent) {
    return switch (failure) {
      case BackendException e -> passes(e) && (idempotent || e.effect() == Effect.NONE);
      case RejectedException e ->
          switch (e.reason()) {
            case FULL, RATE -> !e.waited();
            default -> false;
          };
      case OperationException e -> false;
      case InterruptedException e -> false;
      case Exception e -> idempotent;
      default -> false;
    };
  }

  private static boolean passes(BackendException e) {
    return switch (e.kind()) {
      case UNAVAILABLE, TIMED_OUT, RATE_LIMITED, ABORTED, UNKNOWN -> true;
      default -> false;
    };
  }
}
