package io.patternsdk.concurrency.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.patternsdk.concurrency.BreakerState;
import io.patternsdk.testkit.MovableClock;
import io.patternsdk.testkit.Rounds;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The same calls, one after the other, through Resilience4j's breaker and ours. Where ours differs
 * on purpose is left out: overlapping calls (theirs counts late outcomes), steps of the wall clock
 * (theirs measures with it), trials that never end, more trials than minimum calls (theirs judges
 * by the latter).
 */
class Resilience4jDifferenceTest {
  private static final int CALLS = 3_000;
  private static final Duration SLOW = Duration.ofSeconds(1);

  @Test
  void countWindowsAgreeOnEveryState() {
    Rounds.eachSeed(seed -> compare(new Random(seed), SlidingWindowType.COUNT_BASED));
  }

  @Test
  void timeWindowsAgreeOnEveryState() {
    Rounds.eachSeed(seed -> compare(new Random(seed), SlidingWindowType.TIME_BASED));
  }

  private static void compare(Random random, SlidingWindowType type) {
    for (int configuration = 0; configuration < 20; configuration++) {
      Pair pair = new Pair(random, type);
      for (int call = 0; call < CALLS; call++) {
        pair.call(random);
      }
    }
  }

  /** The same configuration on the same clock. */
  private static final class Pair {
    private final MovableClock clock = MovableClock.at(Instant.ofEpochSecond(1_000_000));
    private final io.github.resilience4j.circuitbreaker.CircuitBreaker theirs;
    private final CircuitBreaker ours;
    private final double failing;

    Pair(Random random, SlidingWindowType type) {
      int percent = 10 * (1 + random.nextInt(10));
      int window = type == SlidingWindowType.TIME_BASED ? 10 : 1 + random.nextInt(30);
      int minimum = 1 + random.nextInt(window);
      int trials = 1 + random.nextInt(minimum);
      Duration wait = Duration.ofSeconds(1 + random.nextInt(20));
      InstantSource source = clock::now;
      theirs =
          io.github.resilience4j.circuitbreaker.CircuitBreaker.of(
              "theirs",
              CircuitBreakerConfig.custom()
                  .slidingWindow(window, minimum, type)
                  .failureRateThreshold(percent)
                  .slowCallRateThreshold(percent)
                  .slowCallDurationThreshold(SLOW)
                  .permittedNumberOfCallsInHalfOpenState(trials)
                  .waitDurationInOpenState(wait)
                  .clock(source.withZone(ZoneOffset.UTC))
                  .build());
      CircuitBreakerBuilder builder =
          CircuitBreaker.named("ours")
              .failureRate(percent / 100.0)
              .slowCallRate(percent / 100.0)
              .slowCallDuration(SLOW)
              .minCalls(minimum)
              .halfOpenTrials(trials)
              .resetTimeout(wait)
              .trialTimeout(Duration.ofDays(1))
              .clock(clock);
      ours =
          type == SlidingWindowType.TIME_BASED
              ? builder.windowTime(Duration.ofSeconds(window)).build()
              : builder.window(window).build();
      failing = percent / 100.0 * 0.7;
    }

    void call(Random random) {
      clock.advance(Duration.ofNanos((long) (random.nextDouble() * 1e9)));
      boolean admitted = theirs.tryAcquirePermission();
      Permit permit = ours.tryAcquire();
      assertThat(permit != null).isEqualTo(admitted);
      if (permit != null) {
        long begun = permit.begin();
        long took = (long) (random.nextDouble() * (random.nextInt(5) == 0 ? 2e9 : 5e8));
        clock.advance(Duration.ofNanos(took));
        end(permit, random.nextDouble() < failing, begun, took);
      }
      agree();
    }

    private void end(Permit permit, boolean fails, long begun, long took) {
      if (fails) {
        theirs.onError(took, TimeUnit.NANOSECONDS, new IOException());
      } else {
        theirs.onSuccess(took, TimeUnit.NANOSECONDS);
      }
      permit.end(fails ? Outcome.FAILURE : Outcome.SUCCESS, begun);
    }

    private void agree() {
      BreakerSnapshot snapshot = ours.snapshot();
      assertThat(snapshot.state().name()).isEqualTo(theirs.getState().name());
      if (snapshot.state() != BreakerState.OPEN) {
        var metrics = theirs.getMetrics();
        assertThat(snapshot.calls()).isEqualTo(metrics.getNumberOfBufferedCalls());
        assertThat(snapshot.failures()).isEqualTo(metrics.getNumberOfFailedCalls());
        assertThat(snapshot.slowCalls()).isEqualTo(metrics.getNumberOfSlowCalls());
      }
    }
  }
}
