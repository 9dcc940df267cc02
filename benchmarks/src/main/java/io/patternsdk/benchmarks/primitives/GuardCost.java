package io.patternsdk.benchmarks.primitives;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.patternsdk.benchmarks.paired.Bench;
import io.patternsdk.benchmarks.paired.Comparison;
import io.patternsdk.benchmarks.paired.Forks;
import io.patternsdk.concurrency.bulkhead.Bulkhead;
import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.concurrency.retry.Retry;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Invocation;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.layer.Site;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** What bulkhead, retry and their composition with a breaker cost. */
public final class GuardCost implements Bench {
  private static final int PLACES = 100;
  private static final String BULKHEAD = "bulkhead, free";
  private static final String RETRY = "retry, the first try succeeds";
  private static final String GUARD = "guard(retry, bulkhead, breaker)";
  private static final String GUARD_FAILSAFE = GUARD + " beside Failsafe";
  private static final String RESILIENCE4J = "Resilience4j";
  private static final String FAILSAFE = "Failsafe";
  private static final String OURS = "ours";
  private static final String OURS_TIMED = "ours, timed";
  private static final Long RESULT = 1L;
  private static final Site SITE = new Site("bench", "none");
  private static final Operation GO = Operation.of("bench", "go", Kind.WRITE);
  private static final Invocation ONCE = Invocation.of(GO, "key");

  /** Runs it in so many JVMs and says which targets were met. */
  static void print(int forks) throws Exception {
    Targets targets = new Targets("Bulkhead, retry and guard", Forks.run(GuardCost.class, forks));
    targets.byThreads(BULKHEAD, OURS, 1.0, 0.30);
    targets.byThreads(RETRY, OURS, 0.25);
    targets.byThreads(GUARD, OURS, 0.25, 0.30);
    targets.byThreads(GUARD, OURS_TIMED, 0.65);
    targets.byThreads(GUARD_FAILSAFE, OURS, 0.15);
    targets.noMemory(BULKHEAD, OURS);
    targets.noMemory(RETRY, OURS);
    targets.noMemory(GUARD, OURS, OURS_TIMED);
    targets.print();
  }

  @Override
  public List<Comparison> comparisons() {
    return List.of(bulkhead(), retry(), guard(), guardBesideFailsafe(), layered());
  }

  @Override
  public void close() {}

  private static Comparison bulkhead() {
    Semaphore semaphore = new Semaphore(PLACES);
    Bulkhead ours = Bulkhead.of("bench", PLACES, Duration.ZERO);
    var theirs = theirBulkhead();
    return new Comparison(BULKHEAD)
        .upToThreads(2)
        .each("java.util.concurrent.Semaphore", time -> pass(semaphore))
        .each(RESILIENCE4J, time -> pass(theirs))
        .each(OURS, time -> pass(ours));
  }

  private static long pass(Semaphore semaphore) {
    if (!semaphore.tryAcquire()) {
      return 0;
    }
    semaphore.release();
    return 1;
  }

  private static long pass(io.github.resilience4j.bulkhead.Bulkhead bulkhead) {
    if (!bulkhead.tryAcquirePermission()) {
      return 0;
    }
    bulkhead.onComplete();
    return 1;
  }

  private static long pass(Bulkhead bulkhead) {
    bulkhead.acquire();
    bulkhead.release();
    return 1;
  }

  private static io.github.resilience4j.bulkhead.Bulkhead theirBulkhead() {
    return io.github.resilience4j.bulkhead.Bulkhead.of(
        "bench", BulkheadConfig.custom().maxConcurrentCalls(PLACES).build());
  }

  private static Comparison retry() {
    Retry ours = Retry.named("bench").build();
    FailsafeExecutor<Object> failsafe =
        Failsafe.with(RetryPolicy.builder().withMaxAttempts(3).build());
    Supplier<Long> theirs =
        io.github.resilience4j.retry.Retry.decorateSupplier(
            io.github.resilience4j.retry.Retry.ofDefaults("bench"), () -> RESULT);
    return new Comparison(RETRY)
        .each(RESILIENCE4J, time -> theirs.get())
        .each(FAILSAFE, time -> failsafe.get(() -> RESULT))
        .each(OURS, time -> ours.callIdempotent(() -> RESULT));
  }

  private static Comparison guard() {
    Supplier<Long> inner =
        io.github.resilience4j.bulkhead.Bulkhead.decorateSupplier(theirBulkhead(), () -> RESULT);
    inner = BreakerCost.theirs(SlidingWindowType.COUNT_BASED).decorateSupplier(inner);
    Supplier<Long> theirs =
        io.github.resilience4j.retry.Retry.decorateSupplier(
            io.github.resilience4j.retry.Retry.ofDefaults("bench"), inner);
    Interceptor ours = guard(false);
    Interceptor timed = guard(true);
    return new Comparison(GUARD)
        .upToThreads(2)
        .each(RESILIENCE4J, time -> theirs.get())
        .each(OURS, time -> ours.call(ONCE, () -> RESULT))
        .each(OURS_TIMED, time -> timed.call(ONCE, () -> RESULT));
  }

  private static Comparison guardBesideFailsafe() {
    FailsafeExecutor<Object> failsafe =
        Failsafe.with(
            RetryPolicy.builder().withMaxAttempts(3).build(),
            dev.failsafe.Bulkhead.of(PLACES),
            dev.failsafe.CircuitBreaker.builder().withFailureThreshold(50, 100).build());
    Interceptor ours = guard(false);
    return new Comparison(GUARD_FAILSAFE)
        .each(FAILSAFE, time -> failsafe.get(() -> RESULT))
        .each(OURS, time -> ours.call(ONCE, () -> RESULT));
  }

  /** A call as a forwarder makes it, with and without the guard; metrics come on top. */
  private static Comparison layered() {
    BoundOperation bare = bound(List.of());
    BoundOperation guarded = bound(List.of(guardLayer(false)));
    return new Comparison("an operation of a capability")
        .each("bare", time -> bare.call(() -> RESULT))
        .each("guarded", time -> guarded.call(() -> RESULT));
  }

  private static BoundOperation bound(List<Layer> layers) {
    return BoundOperation.bind(SITE, GO, layers);
  }

  private static Interceptor guard(boolean timed) {
    return guardLayer(timed).bind(SITE, GO);
  }

  private static Guard guardLayer(boolean timed) {
    var breaker = BreakerCost.ours();
    return Guard.builder()
        .retry(Retry.named("bench").build())
        .bulkhead(Bulkhead.of("bench", PLACES, Duration.ZERO))
        .breaker(
            (timed ? breaker.slowCallRate(0.5).slowCallDuration(Duration.ofMinutes(1)) : breaker)
                .build())
        .build();
  }
}
