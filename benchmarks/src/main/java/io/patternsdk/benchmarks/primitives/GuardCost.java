package io.patternsdk.benchmarks.primitives;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.patternsdk.benchmarks.paired.Bench;
import io.patternsdk.benchmarks.paired.Comparison;
import io.patternsdk.benchmarks.paired.Contender;
import io.patternsdk.benchmarks.paired.Forks;
import io.patternsdk.concurrency.Bulkhead;
import io.patternsdk.concurrency.Guard;
import io.patternsdk.concurrency.Retry;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Shape;
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
  private static final String OURS = "ours";
  private static final String OURS_TIMED = "ours, timed";
  private static final Long RESULT = 1L;
  private static final Site SITE = new Site("bench", "none");
  private static final Operation GO = Operation.of("bench", "go", Shape.CALL);

  /** Runs it in three JVMs and says which targets were met. */
  static void print() throws Exception {
    Targets targets = new Targets("Bulkhead, retry and guard", Forks.run(GuardCost.class, 3));
    targets.atMost(BULKHEAD, OURS, 1, 1.0);
    targets.atMost(BULKHEAD, OURS, 2, 0.30);
    targets.atMost(RETRY, OURS, 1, 0.25);
    targets.atMost(GUARD, OURS, 1, 0.25);
    targets.atMost(GUARD, OURS_TIMED, 1, 0.65);
    targets.atMost(GUARD, OURS, 2, 0.30);
    targets.atMost(GUARD_FAILSAFE, OURS, 1, 0.15);
    targets.noMemory(BULKHEAD, OURS);
    targets.noMemory(RETRY, OURS);
    targets.noMemory(GUARD, OURS);
    targets.noMemory(GUARD, OURS_TIMED);
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
        .add(
            "java.util.concurrent.Semaphore",
            times -> {
              long entered = 0;
              for (int i = 0; i < times; i++) {
                if (semaphore.tryAcquire()) {
                  entered++;
                  semaphore.release();
                }
              }
              return entered;
            })
        .add(
            "Resilience4j",
            times -> {
              long entered = 0;
              for (int i = 0; i < times; i++) {
                if (theirs.tryAcquirePermission()) {
                  entered++;
                  theirs.onComplete();
                }
              }
              return entered;
            })
        .add(
            OURS,
            times -> {
              long entered = 0;
              for (int i = 0; i < times; i++) {
                ours.acquire();
                entered++;
                ours.release();
              }
              return entered;
            });
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
        .add(
            "Resilience4j",
            times -> {
              long sum = 0;
              for (int i = 0; i < times; i++) {
                sum += theirs.get();
              }
              return sum;
            })
        .add("Failsafe", calls(() -> failsafe.get(() -> RESULT)))
        .add(
            OURS,
            times -> {
              long sum = 0;
              for (int i = 0; i < times; i++) {
                sum += ours.callIdempotent(() -> RESULT);
              }
              return sum;
            });
  }

  private static Comparison guard() {
    Supplier<Long> theirs =
        io.github.resilience4j.bulkhead.Bulkhead.decorateSupplier(theirBulkhead(), () -> RESULT);
    theirs = BreakerCost.theirs(SlidingWindowType.COUNT_BASED).decorateSupplier(theirs);
    theirs =
        io.github.resilience4j.retry.Retry.decorateSupplier(
            io.github.resilience4j.retry.Retry.ofDefaults("bench"), theirs);
    return new Comparison(GUARD)
        .upToThreads(2)
        .add("Resilience4j", calls(theirs))
        .add(OURS, guarded(guard(false)))
        .add(OURS_TIMED, guarded(guard(true)));
  }

  private static Comparison guardBesideFailsafe() {
    FailsafeExecutor<Object> failsafe =
        Failsafe.with(
            RetryPolicy.builder().withMaxAttempts(3).build(),
            dev.failsafe.Bulkhead.of(PLACES),
            dev.failsafe.CircuitBreaker.builder().withFailureThreshold(50, 100).build());
    return new Comparison(GUARD_FAILSAFE)
        .add("Failsafe", calls(() -> failsafe.get(() -> RESULT)))
        .add(OURS, guarded(guard(false)));
  }

  /** A call as a forwarder makes it, with and without the guard; metrics come on top. */
  private static Comparison layered() {
    BoundOperation bare = bound(List.of());
    BoundOperation guarded = bound(List.of(guardLayer(false)));
    return new Comparison("an operation of a capability")
        .add(
            "bare",
            times -> {
              long sum = 0;
              for (int i = 0; i < times; i++) {
                sum += bare.call(() -> RESULT);
              }
              return sum;
            })
        .add(
            "guarded",
            times -> {
              long sum = 0;
              for (int i = 0; i < times; i++) {
                sum += guarded.call(() -> RESULT);
              }
              return sum;
            });
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
        .breaker((timed ? breaker.slowCallRate(0.5, Duration.ofMinutes(1)) : breaker).build())
        .build();
  }

  private static Contender.Turn guarded(Interceptor guard) {
    Call<Long> call = () -> RESULT;
    return times -> {
      long sum = 0;
      for (int i = 0; i < times; i++) {
        sum += guard.call(call);
      }
      return sum;
    };
  }

  private static Contender.Turn calls(Supplier<Long> call) {
    return times -> {
      long sum = 0;
      for (int i = 0; i < times; i++) {
        sum += call.get();
      }
      return sum;
    };
  }
}
