package io.patternsdk.concurrency;

import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Shape;
import org.jspecify.annotations.Nullable;

/** A guard bound to one operation. One method for each part, each calling the next one in. */
record GuardedOperation(
    @Nullable Retry retry,
    @Nullable RateLimiter rateLimiter,
    @Nullable Bulkhead bulkhead,
    @Nullable CircuitBreaker breaker,
    @Nullable TimeLimit timeLimit,
    Operation operation)
    implements Interceptor {

  @Override
  public <T> T call(Call<T> next) {
    return retry == null ? limitedByRate(next) : this.<T, RuntimeException>repeated(retry, next);
  }

  /** What {@code X} is nobody knows here: a body of {@link Guard#call} may throw any exception. */
  private <T, X extends Exception> T repeated(Retry retry, Call<T> next) throws X {
    long begun = retry.begin();
    Exception uncertain = null;
    for (int attempt = 1; ; attempt++) {
      try {
        T result = limitedByRate(next);
        retry.succeeded();
        return result;
      } catch (Exception failure) {
        uncertain = Effects.uncertain(uncertain, failure);
        if (!retry.pauses(failure, uncertain, attempt, operation.idempotent(), begun)) {
          throw Effects.<X>told(failure, uncertain);
        }
      }
    }
  }

  private <T> T limitedByRate(Call<T> next) {
    if (rateLimiter != null) {
      rateLimiter.acquire();
    }
    return bulkhead == null ? broken(next) : placed(bulkhead, next);
  }

  private <T> T placed(Bulkhead bulkhead, Call<T> next) {
    bulkhead.acquire();
    try {
      return broken(next);
    } finally {
      bulkhead.release();
    }
  }

  private <T> T broken(Call<T> next) {
    return breaker == null ? limitedInTime(next) : watched(breaker, next);
  }

  private <T> T watched(CircuitBreaker breaker, Call<T> next) {
    Permit permit = breaker.acquire();
    Outcome outcome = Outcome.IGNORED;
    boolean timed = operation.shape() != Shape.WAIT;
    long begun = timed ? permit.begin() : 0;
    try {
      T result = limitedInTime(next);
      outcome = breaker.classifier().ofResult(result);
      return result;
    } catch (Throwable failure) {
      outcome = breaker.classifier().ofFailure(failure);
      throw failure;
    } finally {
      if (timed) {
        permit.end(outcome, begun);
      } else {
        permit.end(outcome);
      }
    }
  }

  private <T> T limitedInTime(Call<T> next) {
    return timeLimit == null ? next.run() : timeLimit.call(next.requestedWait(), next::run);
  }
}
