package io.patternsdk.benchmarks.primitives;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.patternsdk.benchmarks.paired.Bench;
import io.patternsdk.benchmarks.paired.Comparison;
import io.patternsdk.benchmarks.paired.Forks;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreakerBuilder;
import io.patternsdk.concurrency.circuitbreaker.Outcome;
import io.patternsdk.concurrency.circuitbreaker.Permit;
import io.patternsdk.core.RejectedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToLongFunction;

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
    return CircuitBreaker.named("bench").failureRate(0.5).window(WINDOW).minCalls(WINDOW);
  }

  static io.github.resilience4j.circuitbreaker.CircuitBreaker theirs(SlidingWindowType type) {
    return io.github.resilience4j.circuitbreaker.CircuitBreaker.of(
        "bench",
        CircuitBreakerConfig.custom()
            .slidingWindow(type == SlidingWindowType.COUNT_BASED ? WINDOW : 10, WINDOW, type)
            .build());
  }

  /** Runs it in so many JVMs and says which targets were met. */
  static void print(int forks) throws Exception {
    Targets targets = new Targets("Circuit breaker", Forks.run(BreakerCost.class, forks));
    targets.byThreads(COUNT, OURS, 0.10, 0.05);
    targets.byThreads(COUNT, OURS_TIMED, 0.70, 0.25);
    targets.byThreads(TIME, OURS, 0.45, 0.15);
    targets.byThreads(TIME, OURS_TIMED, 0.65, 0.20);
    targets.atMost(COUNT_FAILING, OURS_TIMED, 2, 0.60);
    targets.atMost(TIME_FAILING, OURS_TIMED, 2, 0.30);
    targets.atMost(REFUSAL, OURS, 1, 0.40);
    targets.atMost(REFUSAL_THROWN, OURS, 1, 0.12);
    targets.noMemory(COUNT, OURS, OURS_TIMED);
    targets.noMemory(TIME, OURS, OURS_TIMED);
    targets.print();
  }

  @Override
  public List<Comparison> comparisons() {
    CircuitBreakerBuilder time = ours().windowTime(TEN_SECONDS);
    return List.of(
        closed(COUNT, SlidingWindowType.COUNT_BASED, false)
            .each(OURS, call(ours().build(), false))
            .each(OURS_TIMED, call(timed(ours()), false)),
        closed(TIME, SlidingWindowType.TIME_BASED, false)
            .each(OURS, call(time.build(), false))
            .each(OURS_TIMED, call(timed(time), false)),
        closed(COUNT_FAILING, SlidingWindowType.COUNT_BASED, true)
            .each(OURS_TIMED, call(timed(ours()), true)),
        closed(TIME_FAILING, SlidingWindowType.TIME_BASED, true)
            .each(OURS_TIMED, call(timed(time), true)),
        refusal(),
        refusalThrown());
  }

  @Override
  public void close() {}

  private static CircuitBreaker timed(CircuitBreakerBuilder builder) {
    return builder.slowCallRate(0.5).slowCallDuration(MINUTE).build();
  }

  private static Comparison closed(String title, SlidingWindowType type, boolean failing) {
    return new Comparison(title).upToThreads(2).each(PEER, call(theirs(type), failing));
  }

  private static boolean fails(boolean failing, int time) {
    return failing && time % FAIL_EVERY == 0;
  }

  private static IntToLongFunction call(CircuitBreaker breaker, boolean failing) {
    return time -> {
      Permit permit = breaker.tryAcquire();
      if (permit == null) {
        return 0;
      }
      long begun = permit.begin();
      permit.end(fails(failing, time) ? Outcome.FAILURE : Outcome.SUCCESS, begun);
      return 1;
    };
  }

  private static IntToLongFunction call(
      io.github.resilience4j.circuitbreaker.CircuitBreaker breaker, boolean failing) {
    Exception failure = new Exception();
    return time -> {
      if (!breaker.tryAcquirePermission()) {
        return 0;
      }
      long begun = breaker.getCurrentTimestamp();
      long took = breaker.getCurrentTimestamp() - begun;
      if (fails(failing, time)) {
        breaker.onError(took, TimeUnit.NANOSECONDS, failure);
      } else {
        breaker.onSuccess(took, TimeUnit.NANOSECONDS);
      }
      return 1;
    };
  }

  private static Comparison refusal() {
    var theirs = theirsOpen();
    CircuitBreaker ours = oursOpen();
    return new Comparison(REFUSAL)
        .each(PEER, time -> theirs.tryAcquirePermission() ? 0 : 1)
        .each(OURS, time -> ours.tryAcquire() != null ? 0 : 1);
  }

  private static Comparison refusalThrown() {
    var theirs = theirsOpen();
    CircuitBreaker ours = oursOpen();
    return new Comparison(REFUSAL_THROWN)
        .each(PEER, time -> refusals(theirs::acquirePermission))
        .each(OURS, time -> refusals(ours::acquire));
  }

  private static io.github.resilience4j.circuitbreaker.CircuitBreaker theirsOpen() {
    var theirs = theirs(SlidingWindowType.COUNT_BASED);
    theirs.transitionToOpenState();
    return theirs;
  }

  private static CircuitBreaker oursOpen() {
    CircuitBreaker ours =
        CircuitBreaker.named("bench").maxFailures(1).resetTimeout(Duration.ofDays(1)).build();
    ours.acquire().end(Outcome.FAILURE);
    return ours;
  }

  private static long refusals(Runnable call) {
    try {
      call.run();
      return 0;
    } catch (CallNotPermittedException | RejectedException e) {
      return 1;
    }
  }
}
