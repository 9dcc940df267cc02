package io.patternsdk.concurrency.guard;

import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.concurrency.Result;
import io.patternsdk.concurrency.bulkhead.Bulkhead;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.internal.EventPublisher;
import io.patternsdk.concurrency.internal.Refusals;
import io.patternsdk.concurrency.ratelimit.RateLimiter;
import io.patternsdk.concurrency.retry.Retry;
import io.patternsdk.concurrency.timelimit.TimeLimit;
import io.patternsdk.core.Deadline.Body;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Invocation;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.layer.Role;
import io.patternsdk.core.layer.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The resilience of one slot, as a layer: all its operations share one retry, rate limiter,
 * bulkhead, circuit breaker and time limit, each of which may be absent.
 *
 * <p>The order is fixed by the builder, and {@link io.patternsdk.core.layer.LayerOrder} refuses
 * several guards that are stacked in another, outermost first: retry → rate limit → bulkhead →
 * circuit breaker → attempt time limit. So no permit is held while a retry pauses, no half-open
 * trial is held while a call queues, each attempt is counted by the breaker, and time limit and
 * slow-call rule measure the backend alone. Metrics and the span of an attempt are layers inside of
 * it. Each part has a listener of its own, and tells it its own name.
 *
 * <p>An operation that waits because it was asked to holds no permit of the bulkhead, is never
 * slow, and its time limit begins where that wait ends. Of a walk each page is a call. What
 * occupies the backend until it is closed, a stream of bytes or a transaction, keeps its permit
 * until then; its opening and each of its steps have a time limit of their own and are admitted
 * together, and no step is repeated. What is delivered to a subscription is not guarded.
 *
 * {@snippet class="io.patternsdk.concurrency.examples.GuardExamplesTest" region="guard" :
 * Guard guard =
 *     Guard.builder()
 *         .retry(Retry.named("registry").maxAttempts(3).build())
 *         .bulkhead(Bulkhead.of("registry", 100, Duration.ofSeconds(5)))
 *         .breaker(CircuitBreaker.named("registry").maxFailures(5).build())
 *         .build();
 * Capabilities guarded = backend.capabilities("registry", List.of(guard));
 * }
 *
 * <p>What is no operation of a capability is called directly, here without throwing a refusal:
 *
 * {@snippet class="io.patternsdk.concurrency.examples.GuardExamplesTest" region="guard-call" :
 * String text =
 *     switch (guard.tryCall(() -> client.get(key))) {
 *       case Result.Success<String> success -> success.value();
 *       case Result.Failure<String> failure -> "not now: " + failure.cause().getMessage();
 *       case Result.Unfinished<String> never -> "of fan-outs alone";
 *     };
 * }
 *
 * <p>Safe for use by any number of threads.
 */
public final class Guard implements Layer {
  private static final Operation DIRECT = Operation.of("guard", "call", Kind.WRITE);
  private static final Invocation ONCE = Invocation.of(DIRECT, "");
  private static final Invocation REPEATABLE = ONCE.repeatable(true);

  private final EventPublisher publisher;
  private final @Nullable Retry retry;
  private final @Nullable RateLimiter rateLimiter;
  private final @Nullable Bulkhead bulkhead;
  private final @Nullable CircuitBreaker breaker;
  private final @Nullable TimeLimit timeLimit;
  private final GuardedOperation direct;

  private Guard(Builder parts) {
    this.publisher = new EventPublisher(parts.name, parts.listener);
    this.retry = parts.retry;
    this.rateLimiter = parts.rateLimiter;
    this.bulkhead = parts.bulkhead;
    this.breaker = parts.breaker;
    this.timeLimit = parts.timeLimit;
    this.direct = bind(DIRECT);
  }

  /** Begins to build one; the order in which the parts are given means nothing. */
  public static Builder builder() {
    return named("guard");
  }

  /** Begins to build one, as {@link #builder} does. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Returns its name. */
  public String name() {
    return publisher.name();
  }

  @Override
  public Interceptor bind(Site site, Operation operation) {
    return bind(operation);
  }

  private GuardedOperation bind(Operation operation) {
    return new GuardedOperation(
        retry, rateLimiter, operation.waits() ? null : bulkhead, breaker, timeLimit, operation);
  }

  @Override
  public List<Role> roles() {
    List<Role> roles = new ArrayList<>();
    retry().ifPresent(part -> roles.add(Role.RETRY));
    rateLimiter().ifPresent(part -> roles.add(Role.RATE_LIMIT));
    bulkhead().ifPresent(part -> roles.add(Role.BULKHEAD));
    breaker().ifPresent(part -> roles.add(Role.CIRCUIT_BREAKER));
    timeLimit().ifPresent(part -> roles.add(Role.TIME_LIMIT));
    return roles;
  }

  /**
   * Makes a call that is no operation of a capability, repeating it only after failures that
   * certainly had no effect.
   *
   * @throws RejectedException if a part refuses it, DEADLINE if the ambient deadline has passed
   * @throws io.patternsdk.core.BackendException CANCELLED if interrupted while waiting
   */
  public <T, X extends Exception> T call(Body<T, X> body) throws X {
    return call(ONCE, body);
  }

  /**
   * Makes a call as {@link #call} does, but one that may be repeated even if it may have been
   * applied.
   *
   * @throws RejectedException if a part refuses it, DEADLINE if the ambient deadline has passed
   * @throws io.patternsdk.core.BackendException CANCELLED if interrupted while waiting
   */
  public <T, X extends Exception> T callIdempotent(Body<T, X> body) throws X {
    return call(REPEATABLE, body);
  }

  /**
   * Makes a call as {@link #call} does and throws nothing but errors of the JVM: a refusal is a
   * {@link Result.Failure} by a {@link RejectedException}, and so is any other exception. The flag
   * is set if it was interrupted.
   */
  public <T> Result<T> tryCall(Body<T, ?> body) {
    return result(ONCE, body);
  }

  /** Makes a call as {@link #tryCall} does, but one that may be repeated even if applied. */
  public <T> Result<T> tryCallIdempotent(Body<T, ?> body) {
    return result(REPEATABLE, body);
  }

  private <T> Result<T> result(Invocation invocation, Body<T, ?> body) {
    try {
      return new Result.Success<>(call(invocation, body));
    } catch (Exception failure) {
      if (failure instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      return new Result.Failure<>(failure);
    }
  }

  private <T> T call(Invocation invocation, Body<T, ?> body) {
    Refusals.checkDeadline(publisher);
    return direct.call(invocation, undeclared(body)::run);
  }

  /** The parts hand on whatever it throws and declare none of it. */
  @SuppressWarnings("unchecked")
  private static <T> Body<T, RuntimeException> undeclared(Body<T, ?> body) {
    return (Body<T, RuntimeException>) body;
  }

  /** Returns the retry; empty if it has none. */
  public Optional<Retry> retry() {
    return Optional.ofNullable(retry);
  }

  /** Returns the rate limiter; empty if it has none. */
  public Optional<RateLimiter> rateLimiter() {
    return Optional.ofNullable(rateLimiter);
  }

  /** Returns the bulkhead; empty if it has none. */
  public Optional<Bulkhead> bulkhead() {
    return Optional.ofNullable(bulkhead);
  }

  /** Returns the circuit breaker; empty if it has none. */
  public Optional<CircuitBreaker> breaker() {
    return Optional.ofNullable(breaker);
  }

  /** Returns the time limit of an attempt; empty if it has none. */
  public Optional<TimeLimit> timeLimit() {
    return Optional.ofNullable(timeLimit);
  }

  /** Describes its parts. */
  public GuardSnapshot snapshot() {
    return new GuardSnapshot(
        retry().map(Retry::snapshot),
        rateLimiter().map(RateLimiter::snapshot),
        bulkhead().map(Bulkhead::snapshot),
        breaker().map(CircuitBreaker::snapshot),
        timeLimit().map(TimeLimit::snapshot));
  }

  @Override
  public String toString() {
    return "guard " + name() + " " + snapshot();
  }

  /** Builds guards. Not for use by several threads. */
  public static final class Builder {
    private final String name;
    private GuardListener listener = GuardListener.none();
    private @Nullable Retry retry;
    private @Nullable RateLimiter rateLimiter;
    private @Nullable Bulkhead bulkhead;
    private @Nullable CircuitBreaker breaker;
    private @Nullable TimeLimit timeLimit;

    private Builder(String name) {
      this.name = name;
    }

    /** Tells somebody of calls that come after their deadline; its parts have their own. */
    public Builder listener(GuardListener listener) {
      this.listener = listener;
      return this;
    }

    /** Repeats what may be repeated. */
    public Builder retry(Retry retry) {
      this.retry = retry;
      return this;
    }

    /** Limits how often attempts begin. */
    public Builder rateLimiter(RateLimiter rateLimiter) {
      this.rateLimiter = rateLimiter;
      return this;
    }

    /** Limits how many attempts are under way. */
    public Builder bulkhead(Bulkhead bulkhead) {
      this.bulkhead = bulkhead;
      return this;
    }

    /** Stops attempts while the backend is down. */
    public Builder breaker(CircuitBreaker breaker) {
      this.breaker = breaker;
      return this;
    }

    /** Limits how long an attempt takes. */
    public Builder timeLimit(TimeLimit timeLimit) {
      this.timeLimit = timeLimit;
      return this;
    }

    /** Makes the guard; parts that were not given are absent. */
    public Guard build() {
      return new Guard(this);
    }
  }
}
