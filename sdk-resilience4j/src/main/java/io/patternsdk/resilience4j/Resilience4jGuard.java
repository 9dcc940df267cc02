package io.patternsdk.resilience4j;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.patternsdk.concurrency.circuitbreaker.Classifier;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Role;
import io.patternsdk.core.layer.Site;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resilience4j's rate limiter, bulkhead and circuit breaker as one layer. They are the user's own
 * instances: whoever else uses them shares them, and their events and meters go on as before.
 *
 * <p>The order is that of {@link io.patternsdk.concurrency.guard.Guard}, outermost first: rate
 * limit → bulkhead → circuit breaker. A guard of ours with a retry belongs outside of it, one with
 * a time limit inside.
 *
 * <p>A refusal is a {@link io.patternsdk.core.RejectedException}: RATE, FULL or OPEN, or DEADLINE
 * where the ambient deadline leaves no time to wait as long as the instance would have. RATE says
 * when to come again if the limiter knows. An interrupt while waiting is CANCELLED without effect,
 * with the flag set. What was taken is given back however the call ends, but for a turn of the rate
 * limiter, which is lost if the wait for it ends early.
 *
 * <p>A {@link Classifier} decides what the breaker is told: of a FAILURE {@code onError}, of a
 * SUCCESS {@code onResult}, or {@code onSuccess} where it was an exception that a healthy backend
 * answers with, such as NOT_FOUND and CONFLICT; what says nothing, such as INVALID_ARGUMENT, an
 * interrupt or an error of the JVM, gives the permission back. The breaker's own predicates judge
 * what they are told of.
 *
 * <p>An operation that waits because it was asked to holds no place in the bulkhead, and the
 * breaker hears that it took no time. Of a walk each page is a call. What occupies the backend
 * until it is closed keeps its place until then, and the breaker hears of its opening and of steps
 * that fail. What is delivered to a subscription is not guarded.
 *
 * {@snippet class="io.patternsdk.resilience4j.Resilience4jGuardTest" region="layer" :
 * Layer theirs =
 *     Resilience4jGuard.builder()
 *         .bulkhead(bulkheads.bulkhead("registry"))
 *         .breaker(breakers.circuitBreaker("registry"))
 *         .build();
 * Capabilities guarded = backend.capabilities("registry", List.of(theirs));
 * }
 *
 * <p>Safe for use by any number of threads.
 */
public final class Resilience4jGuard implements Layer {
  private final @Nullable Turns turns;
  private final @Nullable AwaitedBulkhead bulkhead;
  private final @Nullable Watch watch;

  private Resilience4jGuard(Builder parts) {
    this.turns = parts.rateLimiter == null ? null : Turns.of(parts.rateLimiter);
    this.bulkhead = parts.bulkhead == null ? null : new AwaitedBulkhead(parts.bulkhead);
    this.watch = parts.breaker == null ? null : new Watch(parts.breaker, parts.classifier);
  }

  /** Begins to build one; the order in which the parts are given means nothing. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public Interceptor bind(Site site, Operation operation) {
    return new BridgedOperation(turns, operation.waits() ? null : bulkhead, watch, operation);
  }

  @Override
  public List<Role> roles() {
    List<Role> roles = new ArrayList<>();
    if (turns != null) {
      roles.add(Role.RATE_LIMIT);
    }
    if (bulkhead != null) {
      roles.add(Role.BULKHEAD);
    }
    if (watch != null) {
      roles.add(Role.CIRCUIT_BREAKER);
    }
    return roles;
  }

  /** Builds these layers. Not for use by several threads. */
  public static final class Builder {
    private @Nullable RateLimiter rateLimiter;
    private @Nullable Bulkhead bulkhead;
    private @Nullable CircuitBreaker breaker;
    private Classifier classifier = Classifier.standard();

    private Builder() {}

    /**
     * Limits how often calls begin. One that can reserve, as all but the semaphore based do,
     * refuses at once and is waited for here, so that its meter of waiting threads does not see it.
     */
    public Builder rateLimiter(RateLimiter rateLimiter) {
      this.rateLimiter = rateLimiter;
      return this;
    }

    /** Limits how many calls are under way. */
    public Builder bulkhead(Bulkhead bulkhead) {
      this.bulkhead = bulkhead;
      return this;
    }

    /** Stops calls while the backend is down. */
    public Builder breaker(CircuitBreaker breaker) {
      this.breaker = breaker;
      return this;
    }

    /** Judges what the breaker is told of in another way than {@link Classifier#standard}. */
    public Builder classifier(Classifier classifier) {
      this.classifier = classifier;
      return this;
    }

    /** Makes the layer; parts that were not given are absent. */
    public Resilience4jGuard build() {
      return new Resilience4jGuard(this);
    }
  }
}
