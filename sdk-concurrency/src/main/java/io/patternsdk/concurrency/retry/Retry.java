package io.patternsdk.concurrency.retry;

import io.patternsdk.concurrency.internal.EventPublisher;
import io.patternsdk.concurrency.internal.Interrupted;
import io.patternsdk.concurrency.internal.Nanos;
import io.patternsdk.concurrency.internal.Refusals;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Deadline.Body;
import io.patternsdk.core.Effect;
import io.patternsdk.core.OperationException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Repeats calls that failed and may succeed later. Between attempts it pauses for a random time
 * below a bound that doubles, never less than the failure asks for by its {@code retryAfter}. When
 * there is no time, budget or attempt left, or the failure asks for more than the longest delay, it
 * is thrown at once; nothing waits or starts past the ambient deadline.
 *
 * <p>What is thrown is true of all attempts together: if one of them may have had an effect, its
 * failure is thrown in place of a later refusal, and a later failure of the backend without effect
 * is thrown as one of the same kind whose effect is unknown.
 *
 * {@snippet class="io.patternsdk.concurrency.examples.GuardExamplesTest" region="retry" :
 * Retry retry = Retry.named("registry").maxAttempts(3).initialDelay(Duration.ofMillis(5)).build();
 * String value = retry.callIdempotent(() -> unreliable());
 * }
 *
 * <p>Safe for use by any number of threads.
 */
public final class Retry {
  private final RetryLimits limits;
  private final RetryRule rule;
  private final @Nullable RetryBudget budget;
  private final Clock clock;
  private final DoubleSupplier random;
  private final EventPublisher publisher;
  private final LongAdder repeated = new LongAdder();
  private final LongAdder gaveUp = new LongAdder();

  Retry(
      RetryLimits limits,
      RetryRule rule,
      @Nullable RetryBudget budget,
      Clock clock,
      DoubleSupplier random,
      EventPublisher publisher) {
    this.limits = limits;
    this.rule = rule;
    this.budget = budget;
    this.clock = clock;
    this.random = random;
    this.publisher = publisher;
  }

  /** Begins to build one. */
  public static RetryBuilder named(String name) {
    return new RetryBuilder(name);
  }

  /** Returns its name. */
  public String name() {
    return publisher.name();
  }

  /** Returns the budget that its repeats are taken out of; empty if it has none. */
  public Optional<RetryBudget> budget() {
    return Optional.ofNullable(budget);
  }

  /** Describes it at one moment. */
  public RetrySnapshot snapshot() {
    return new RetrySnapshot(repeated.sum(), gaveUp.sum());
  }

  @Override
  public String toString() {
    return "retry " + name() + " " + snapshot();
  }

  /**
   * Makes a call, repeating it only after failures that certainly had no effect.
   *
   * @throws io.patternsdk.core.RejectedException DEADLINE if the ambient deadline has passed
   * @throws io.patternsdk.core.BackendException CANCELLED if interrupted while pausing
   */
  public <T, X extends Exception> T call(Body<T, X> body) throws X {
    return call(false, body);
  }

  /**
   * Makes a call that may be repeated even if it may have been applied.
   *
   * @throws io.patternsdk.core.RejectedException DEADLINE if the ambient deadline has passed
   * @throws io.patternsdk.core.BackendException CANCELLED if interrupted while pausing
   */
  public <T, X extends Exception> T callIdempotent(Body<T, X> body) throws X {
    return call(true, body);
  }

  private <T, X extends Exception> T call(boolean idempotent, Body<T, X> body) throws X {
    Refusals.checkDeadline(publisher);
    return repeat(idempotent, body);
  }

  /**
   * Makes a call as {@link #call} and {@link #callIdempotent} do, but without a look at the ambient
   * deadline before the first attempt: for layers, whose caller has had it.
   *
   * @throws io.patternsdk.core.BackendException CANCELLED if interrupted while pausing
   */
  public <T, X extends Exception> T repeat(boolean idempotent, Body<T, X> body) throws X {
    long begun = begin();
    Exception uncertain = null;
    for (int attempt = 1; ; attempt++) {
      try {
        T result = body.run();
        succeeded();
        return result;
      } catch (Exception failure) {
        uncertain = Effects.uncertain(uncertain, failure);
        if (!pauses(failure, uncertain, attempt, idempotent, begun)) {
          throw Effects.<X>told(failure, uncertain);
        }
      }
    }
  }

  /** Returns when the first attempt begins; reads no clock unless its duration is limited. */
  private long begin() {
    return limits.maxDuration() > 0 ? clock.nanoTime() : 0;
  }

  /** Notes that an attempt succeeded. */
  private void succeeded() {
    if (budget != null) {
      budget.earn();
    }
  }

  /** After the failure of an attempt pauses and returns true, or returns false: give up. */
  private boolean pauses(
      Exception failure,
      @Nullable Exception uncertain,
      int attempt,
      boolean idempotent,
      long begun) {
    if (!repeats(failure, idempotent)) {
      return false;
    }
    long pause = pauseAfter(failure, attempt);
    if (attempt >= limits.maxAttempts()
        || pause > limits.maxDelay()
        || pause >= timeLeft(begun)
        || !spend()) {
      return givesUp(attempt, failure);
    }
    publisher.retrying(attempt, Duration.ofNanos(pause), failure);
    try {
      clock.sleep(Duration.ofNanos(pause));
    } catch (InterruptedException e) {
      Effect effect = uncertain == null ? Effect.NONE : Effect.UNKNOWN;
      e.addSuppressed(failure);
      throw Interrupted.during("before attempt " + (attempt + 1), effect, e);
    }
    if (timeLeft(begun) <= 0) { // it slept for longer than it should
      return givesUp(attempt, failure);
    }
    repeated.increment();
    return true;
  }

  private boolean repeats(Exception failure, boolean idempotent) {
    try {
      return rule.repeats(failure, idempotent);
    } catch (RuntimeException e) {
      publisher.failed("rule", e);
      return false;
    }
  }

  /** Returns false. */
  private boolean givesUp(int attempts, Exception failure) {
    gaveUp.increment();
    publisher.gaveUp(attempts, failure);
    return false;
  }

  private long pauseAfter(Throwable failure, int attempt) {
    long jittered = (long) (limits.boundAfter(attempt) * random.getAsDouble());
    return failure instanceof OperationException e
        ? Math.max(jittered, Nanos.of(e.retryAfter().orElse(Duration.ZERO)))
        : jittered;
  }

  private long timeLeft(long begun) {
    long ambient = Deadline.current().remainingNanos();
    return limits.maxDuration() > 0
        ? Math.min(ambient, limits.maxDuration() - (clock.nanoTime() - begun))
        : ambient;
  }

  private boolean spend() {
    return budget == null || budget.trySpend();
  }
}
