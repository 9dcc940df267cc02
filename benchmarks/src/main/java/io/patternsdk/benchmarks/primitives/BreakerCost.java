package io.patternsdk.benchmarks.primitives;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.patternsdk.benchmarks.paired.Comparison;
import io.patternsdk.benchmarks.paired.Contender;
import io.patternsdk.concurrency.CircuitBreaker;
import io.patternsdk.concurrency.CircuitBreakerBuilder;
import io.patternsdk.concurrency.Outcome;
import io.patternsdk.concurrency.Permit;
import io.patternsdk.core.RejectedException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What a circuit breaker costs. */
final class BreakerCost {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
  private static final int WINDOW = 100;

  private BreakerCost() {}

  static CircuitBreakerBuilder ours() {
    return CircuitBreaker.named("bench").failureRate(0.5).window(WINDOW).minimumCalls(WINDOW);
  }

  static io.github.resilience4j.circuitbreaker.CircuitBreaker theirs(SlidingWindowType type) {
    return io.github.resilience4j.circuitbreaker.CircuitBreaker.of(
        "bench",
        CircuitBreakerConfig.custom()
            .slidingWindow(type == SlidingWindowType.COUNT_BASED ? WINDOW : 10, WINDOW, type)
            .build());
  }

  static Comparison closed() {
    return new Comparison("circuit breaker, closed, success")
        .add("Resilience4j count", theirTurn(theirs(SlidingWindowType.COUNT_BASED), 0))
        .add("Resilience4j time", theirTurn(theirs(SlidingWindowType.TIME_BASED), 0))
        .add("ours count", ourTurn(ours().build(), 0))
        .add("ours count, timed", ourTurn(ours().slowCallRate(0.5, MINUTE).build(), 0))
        .add("ours time", ourTurn(ours().window(TEN_SECONDS).build(), 0))
        .add(
            "ours time, timed",
            ourTurn(ours().window(TEN_SECONDS).slowCallRate(0.5, MINUTE).build(), 0));
  }

  static Comparison failing() {
    return new Comparison("circuit breaker, one call in 20 fails")
        .add("Resilience4j count", theirTurn(theirs(SlidingWindowType.COUNT_BASED), 20))
        .add("Resilience4j time", theirTurn(theirs(SlidingWindowType.TIME_BASED), 20))
        .add("ours count, timed", ourTurn(ours().slowCallRate(0.5, MINUTE).build(), 20))
        .add(
            "ours time, timed",
            ourTurn(ours().window(TEN_SECONDS).slowCallRate(0.5, MINUTE).build(), 20));
  }

  private static Contender.Turn ourTurn(CircuitBreaker breaker, int failEvery) {
    return times -> {
      long admitted = 0;
      int untilFailure = failEvery;
      for (int i = 0; i < times; i++) {
        Permit permit = breaker.tryAcquire();
        if (permit != null) {
          long begun = permit.begin();
          admitted++;
          boolean fails = --untilFailure == 0;
          untilFailure = fails ? failEvery : untilFailure;
          permit.end(fails ? Outcome.FAILURE : Outcome.SUCCESS, begun);
        }
      }
      return admitted;
    };
  }

  private static Contender.Turn theirTurn(
      io.github.resilience4j.circuitbreaker.CircuitBreaker breaker, int failEvery) {
    Exception failure = new Exception();
    return times -> {
      long admitted = 0;
      int untilFailure = failEvery;
      for (int i = 0; i < times; i++) {
        if (breaker.tryAcquirePermission()) {
          long begun = breaker.getCurrentTimestamp();
          admitted++;
          long took = breaker.getCurrentTimestamp() - begun;
          boolean fails = --untilFailure == 0;
          untilFailure = fails ? failEvery : untilFailure;
          if (fails) {
            breaker.onError(took, TimeUnit.NANOSECONDS, failure);
          } else {
            breaker.onSuccess(took, TimeUnit.NANOSECONDS);
          }
        }
      }
      return admitted;
    };
  }

  static Comparison open() {
    var theirs = theirs(SlidingWindowType.COUNT_BASED);
    theirs.transitionToOpenState();
    CircuitBreaker ours =
        CircuitBreaker.named("bench").consecutiveFailures(1).wait(Duration.ofDays(1)).build();
    ours.acquire().end(Outcome.FAILURE);
    return new Comparison("circuit breaker, open, refusal")
        .add("Resilience4j boolean", times -> count(times, theirs::tryAcquirePermission))
        .add("Resilience4j exception", times -> countRefusals(times, theirs::acquirePermission))
        .add("ours boolean", times -> count(times, () -> ours.tryAcquire() != null))
        .add("ours exception", times -> countRefusals(times, ours::acquire));
  }

  private static long count(int times, BooleanSupplier admits) {
    long refused = 0;
    for (int i = 0; i < times; i++) {
      refused += admits.getAsBoolean() ? 0 : 1;
    }
    return refused;
  }

  private static long countRefusals(int times, Runnable call) {
    long refused = 0;
    for (int i = 0; i < times; i++) {
      try {
        call.run();
      } catch (CallNotPermittedException | RejectedException e) {
        refused++;
      }
    }
    return refused;
  }
}
