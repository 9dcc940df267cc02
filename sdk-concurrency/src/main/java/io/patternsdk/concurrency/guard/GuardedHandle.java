package io.patternsdk.concurrency.guard;

import io.patternsdk.concurrency.bulkhead.Bulkhead;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.circuitbreaker.Outcome;
import io.patternsdk.concurrency.circuitbreaker.Permit;
import io.patternsdk.concurrency.timelimit.TimeLimit;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Handle;
import io.patternsdk.core.layer.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * What occupies the backend, with its permit of the bulkhead until it ends. It was admitted when it
 * was opened, so an open breaker refuses none of its steps; the breaker hears of those that fail.
 */
record GuardedHandle(
    Handle inner,
    @Nullable Bulkhead bulkhead,
    @Nullable CircuitBreaker breaker,
    @Nullable TimeLimit timeLimit)
    implements Handle {

  @Override
  public <T> T step(Invocation step, Call<T> next) {
    try {
      return timeLimit == null
          ? inner.step(step, next)
          : timeLimit.call(step.requestedWait(), () -> inner.step(step, next));
    } catch (Throwable failure) {
      report(failure);
      throw failure;
    }
  }

  @Override
  public void end(@Nullable Throwable failure) {
    try {
      inner.end(failure);
    } catch (Throwable ending) {
      report(ending);
      throw ending;
    } finally {
      if (bulkhead != null) {
        bulkhead.release();
      }
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
}
