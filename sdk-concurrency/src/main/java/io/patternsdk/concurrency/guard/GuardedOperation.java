package io.patternsdk.concurrency.guard;

import io.patternsdk.concurrency.bulkhead.Bulkhead;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.circuitbreaker.Classifier;
import io.patternsdk.concurrency.circuitbreaker.Outcome;
import io.patternsdk.concurrency.circuitbreaker.Permit;
import io.patternsdk.concurrency.ratelimit.RateLimiter;
import io.patternsdk.concurrency.retry.Retry;
import io.patternsdk.concurrency.timelimit.TimeLimit;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Handle;
import io.patternsdk.core.layer.HoldingHandle;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Invocation;
import io.patternsdk.core.layer.Operation;
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
  public <T> T call(Invocation invocation, Call<T> next) {
    return retry == null
        ? limitedByRate(invocation, next)
        : retry.repeat(invocation.repeatable(), () -> limitedByRate(invocation, next));
  }

  /** What occupies the backend keeps its permit until it ends; else each step is a call. */
  @Override
  public Handle open(Invocation opening, Call<Handle> next) {
    if (!operation.occupies()) {
      return Interceptor.super.open(opening, next);
    }
    var outside = new GuardedOperation(retry, rateLimiter, null, null, null, operation);
    return outside.call(opening, () -> held(opening, next));
  }

  private Handle held(Invocation opening, Call<Handle> next) {
    if (bulkhead != null) {
      bulkhead.acquire();
    }
    Handle opened = null;
    try {
      opened = broken(opening, next);
      Handle limited = timeLimit == null ? opened : new LimitedHandle(timeLimit, opened);
      return new HoldingHandle(limited, this::report, this::release);
    } finally {
      if (opened == null) {
        release();
      }
    }
  }

  private void release() {
    if (bulkhead != null) {
      bulkhead.release();
    }
  }

  private void report(Throwable failure) {
    if (breaker == null || breaker.classifier().ofFailure(failure) != Outcome.FAILURE) {
      return;
    }
    Permit permit = breaker.tryAcquire();
    if (permit != null) {
      permit.end(Outcome.FAILURE);
    }
  }

  private <T> T limitedByRate(Invocation invocation, Call<T> next) {
    if (rateLimiter != null) {
      rateLimiter.acquire();
    }
    return bulkhead == null ? broken(invocation, next) : permitted(bulkhead, invocation, next);
  }

  private <T> T permitted(Bulkhead bulkhead, Invocation invocation, Call<T> next) {
    bulkhead.acquire();
    try {
      return broken(invocation, next);
    } finally {
      bulkhead.release();
    }
  }

  private <T> T broken(Invocation invocation, Call<T> next) {
    return breaker == null ? limitedInTime(invocation, next) : watched(breaker, invocation, next);
  }

  private <T> T watched(CircuitBreaker breaker, Invocation invocation, Call<T> next) {
    Permit permit = breaker.acquire();
    Outcome outcome = Outcome.IGNORED;
    boolean timed = !operation.waits();
    long begun = timed ? permit.begin() : 0;
    try {
      T result = limitedInTime(invocation, next);
      outcome = judged(breaker.classifier(), result);
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

  private Outcome judged(Classifier classifier, @Nullable Object result) {
    Operation.Partial partial = result == null ? null : operation.partial(result);
    return partial == null ? classifier.ofResult(result) : classifier.ofPartial(partial);
  }

  private <T> T limitedInTime(Invocation invocation, Call<T> next) {
    return timeLimit == null ? next.run() : timeLimit.call(invocation.requestedWait(), next::run);
  }
}
