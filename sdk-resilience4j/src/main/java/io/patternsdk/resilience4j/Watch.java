package io.patternsdk.resilience4j;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.ResultRecordedAsFailureException;
import io.patternsdk.concurrency.circuitbreaker.Classifier;
import io.patternsdk.concurrency.circuitbreaker.Outcome;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Operation;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A circuit breaker, and what it is told. */
record Watch(
    CircuitBreaker breaker,
    Classifier classifier,
    RejectedException isOpen,
    RejectedException isOnTrial) {

  Watch(CircuitBreaker breaker, Classifier classifier) {
    this(
        breaker,
        Classifier.careful(breaker.getName(), classifier),
        RejectedException.shared(
            Rejection.OPEN, "the circuit breaker " + breaker.getName() + " is open"),
        RejectedException.shared(
            Rejection.HALF_OPEN,
            "the circuit breaker "
                + breaker.getName()
                + " is half-open, its trials are under way"));
  }

  /** Makes a call; one that waited because it was asked to took no time. */
  <T> T call(Operation operation, Call<T> next) {
    if (!breaker.tryAcquirePermission()) {
      throw breaker.getState() == CircuitBreaker.State.HALF_OPEN ? isOnTrial : isOpen;
    }
    boolean timed = !operation.waits();
    long begun = timed ? breaker.getCurrentTimestamp() : 0;
    Outcome outcome = Outcome.IGNORED;
    Object said = null;
    try {
      T result = next.run();
      Operation.Partial partial = result == null ? null : operation.partial(result);
      said = partial == null ? result : partial;
      outcome = partial == null ? classifier.ofResult(result) : classifier.ofPartial(partial);
      return result;
    } catch (Throwable failure) {
      said = failure;
      outcome = classifier.ofFailure(failure);
      throw failure;
    } finally {
      end(outcome, said, timed ? breaker.getCurrentTimestamp() - begun : 0);
    }
  }

  /** Tells of a step that failed, of what was let in when it was opened. */
  void report(Throwable failure) {
    if (classifier.ofFailure(failure) == Outcome.FAILURE && breaker.tryAcquirePermission()) {
      breaker.onError(0, breaker.getTimestampUnit(), failure);
    }
  }

  private void end(Outcome outcome, @Nullable Object said, long length) {
    TimeUnit unit = breaker.getTimestampUnit();
    switch (outcome) {
      case FAILURE -> breaker.onError(length, unit, failure(said));
      case SUCCESS -> {
        if (said instanceof Throwable) {
          breaker.onSuccess(length, unit);
        } else {
          breaker.onResult(length, unit, said);
        }
      }
      default -> breaker.releasePermission();
    }
  }

  private Throwable failure(@Nullable Object said) {
    if (said instanceof Throwable thrown) {
      return thrown;
    }
    if (said instanceof Operation.Partial partial) {
      for (OperationException failure : partial.failures()) {
        if (classifier.ofFailure(failure) == Outcome.FAILURE) {
          return failure;
        }
      }
    }
    return new ResultRecordedAsFailureException(breaker.getName(), said);
  }
}
