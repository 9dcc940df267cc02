package io.patternsdk.resilience4j;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.ResultRecordedAsFailureException;
import io.patternsdk.concurrency.Classifier;
import io.patternsdk.concurrency.Outcome;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.pubsub.PublishResult;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A circuit breaker, and what it is told. */
record Watch(CircuitBreaker breaker, Classifier classifier, RejectedException refusal) {

  Watch(CircuitBreaker breaker, Classifier classifier) {
    this(
        breaker,
        Classifier.careful(breaker.getName(), classifier),
        RejectedException.shared(
            Rejection.OPEN, "the circuit breaker " + breaker.getName() + " is open"));
  }

  /** Makes a call; one that is not timed took no time. */
  <T> T call(boolean timed, Call<T> next) {
    if (!breaker.tryAcquirePermission()) {
      throw refusal;
    }
    long begun = timed ? breaker.getCurrentTimestamp() : 0;
    Outcome outcome = Outcome.IGNORED;
    Object said = null;
    try {
      T result = next.run();
      said = result;
      outcome = classifier.ofResult(result);
      return result;
    } catch (Throwable failure) {
      said = failure;
      outcome = classifier.ofFailure(failure);
      throw failure;
    } finally {
      end(outcome, said, timed ? breaker.getCurrentTimestamp() - begun : 0);
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
    if (said instanceof PublishResult batch) {
      for (OperationException failure : batch.failures().values()) {
        if (classifier.ofFailure(failure) == Outcome.FAILURE) {
          return failure;
        }
      }
    }
    return new ResultRecordedAsFailureException(breaker.getName(), said);
  }
}
