package io.patternsdk.benchmarks.primitives;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.patternsdk.benchmarks.paired.Bench;
import io.patternsdk.benchmarks.paired.Comparison;
import io.patternsdk.benchmarks.paired.Contender;
import io.patternsdk.benchmarks.paired.Forks;
import io.patternsdk.concurrency.CircuitBreaker;
import io.patternsdk.concurrency.CircuitBreakerBuilder;
import io.patternsdk.concurrency.Outcome;
import io.patternsdk.concurrency.Permit;
import io.patternsdk.core.RejectedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What a circuit breaker costs. */
public final class BreakerCost implements Bench {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
  private static final int WINDOW = 100;
  private static final int FAIL_EVERY = 20;

  private static final String COUNT = "breaker closed, success, count window";
  private static final String TIME = "breaker closed, success, time window";
  private static final String COUNT_FAILING = "breaker, one call in 20 fails, count window";
  private static final String TIME_FAILING = "breaker, one call in 20 fails, time window";
  private static final String REFUSAL = "breaker open, refusal as a boolean";
  private static final String REFUSAL_THROWN = "breaker open, refusal as an exception";
  private static final String PEER = "Resilience4j";
  private static final String OURS = "ours";
  private static final String OURS_TIMED = "ours, timed";

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

  /** Runs it in three JVMs and says which targets were met. */
  static void print() throws Exception {
    Targets targets = new Targets("Circuit breaker", Forks.run(BreakerCost.class, 3));
    targets.atMost(COUNT, OURS, 1, 0.10);
    targets.atMost(COUNT, OURS, 2, 0.05);
    targets.atMost(COUNT, OURS_TIMED, 1, 0.70);
    targets.atMost(COUNT, OURS_TIMED, 2, 0.25);
    targets.atMost(TIME, OURS, 1, 0.45);
    targets.atMost(TIME, OURS, 2, 0.15);
    targets.atMost(TIME, OURS_TIMED, 1, 0.65);
    targets.atMost(TIME, OURS_TIMED, 2, 0.20);
    targets.atMost(COUNT_FAILING, OURS_TIMED, 2, 0.60);
    targets.atMost(TIME_FAILING, OURS_TIMED, 2, 0.30);
    targets.atMost(REFUSAL, OURS, 1, 0.40);
    targets.atMost(REFUSAL_THROWN, OURS, 1, 0.12);
    targets.noMemory(COUNT, OURS);
    targets.noMemory(COUNT, OURS_TIMED);
    targets.noMemory(TIME, OURS);
    targets.noMemory(TIME, OURS_TIMED);
    targets.print();
  }

  @Override
  public List<Comparison> comparisons() {
    CircuitBreakerBuilder time = ours().window(TEN_SECONDS);
    return List.of(
        closed(COUNT, SlidingWindowType.COUNT_BASED, 0)
            .add(OURS, ourTurn(ours().build(), 0))
            .add(OURS_TIMED, ourTurn(timed(ours()), 0)),
        closed(TIME, SlidingWindowType.TIME_BASED, 0)
            .add(OURS, ourTurn(time.build(), 0))
            .add(OURS_TIMED, ourTurn(timed(time), 0)),
        closed(COUNT_FAILING, SlidingWindowType.COUNT_BASED, FAIL_EVERY)
            .add(OURS_TIMED, ourTurn(timed(ours()), FAIL_EVERY)),
        closed(TIME_FAILING, SlidingWindowType.TIME_BASED, FAIL_EVERY)
            .add(OURS_TIMED, ourTurn(timed(time), FAIL_EVERY)),
        refusal(),
        refusalThrown());
  }

  @Override
  public void close() {}

  private static CircuitBreaker timed(CircuitBreakerBuilder builder) {
    return builder.slowCallRate(0.5, MINUTE).build();
  }

  private static Comparison closed(String title, SlidingWindowType type, int failEvery) {
    return new Comparison(title).upToThreads(2).add(PEER, theirTurn(theirs(type), failEvery));
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

  private static Comparison refusal() {
    var theirs = theirsOpen();
    CircuitBreaker ours = oursOpen();
    return new Comparison(REFUSAL)
        .add(PEER, times -> count(times, theirs::tryAcquirePermission))
        .add(OURS, times -> count(times, () -> ours.tryAcquire() != null));
  }

  private static Comparison refusalThrown() {
    var theirs = theirsOpen();
    CircuitBreaker ours = oursOpen();
    return new Comparison(REFUSAL_THROWN)
        .add(PEER, times -> countRefusals(times, theirs::acquirePermission))
        .add(OURS, times -> countRefusals(times, ours::acquire));
  }

  private static io.github.resilience4j.circuitbreaker.CircuitBreaker theirsOpen() {
    var theirs = theirs(SlidingWindowType.COUNT_BASED);
    theirs.transitionToOpenState();
    return theirs;
  }

  private static CircuitBreaker oursOpen() {
    CircuitBreaker ours =
        CircuitBreaker.named("bench").consecutiveFailures(1).wait(Duration.ofDays(1)).build();
    ours.acquire().end(Outcome.FAILURE);
    return ours;
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
