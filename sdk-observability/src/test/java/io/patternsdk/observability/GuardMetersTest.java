package io.patternsdk.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.concurrency.bulkhead.Bulkhead;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.circuitbreaker.Outcome;
import io.patternsdk.concurrency.fanout.FanOut;
import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.concurrency.ratelimit.RateLimiter;
import io.patternsdk.concurrency.retry.Retry;
import io.patternsdk.concurrency.retry.RetryBudget;
import io.patternsdk.concurrency.timelimit.TimeLimit;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardMetersTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private final PrometheusMetrics metrics = new PrometheusMetrics();
  private final MovableClock clock = MovableClock.create();

  private List<String> lines() {
    String type = PrometheusMetrics.contentType("");
    return metrics.scrape(type).lines().filter(line -> !line.startsWith("#")).toList();
  }

  private void publish(Guard.Builder guard) {
    GuardMeters.publish(metrics.meters(), "a", guard.build());
  }

  @Test
  void aBreakerShowsItsStateItsWindowAndItsRefusals() {
    CircuitBreaker breaker =
        CircuitBreaker.named("a").failureRate(1).maxFailures(2).clock(clock).build();
    publish(Guard.builder().breaker(breaker));
    breaker.acquire().end(Outcome.SUCCESS);
    breaker.acquire().end(Outcome.FAILURE);
    assertThat(lines())
        .contains(
            "circuit_breaker_state{slot=\"a\"} 0.0",
            "circuit_breaker_calls{slot=\"a\"} 2.0",
            "circuit_breaker_failures{slot=\"a\"} 1.0",
            "circuit_breaker_slow_calls{slot=\"a\"} 0.0");
    breaker.forceOpen();
    breaker.tryAcquire();
    assertThat(lines())
        .contains(
            "circuit_breaker_state{slot=\"a\"} 2.0",
            "circuit_breaker_refused_total{slot=\"a\"} 1.0");
  }

  @Test
  void aBreakerShowsByWhichRulesItOpened() {
    CircuitBreaker breaker =
        CircuitBreaker.named("a").failureRate(0.9).maxFailures(2).clock(clock).build();
    publish(Guard.builder().breaker(breaker));
    breaker.acquire().end(Outcome.FAILURE);
    breaker.acquire().end(Outcome.FAILURE);
    assertThat(lines())
        .contains(
            "circuit_breaker_opened_total{rule=\"consecutive_failures\",slot=\"a\"} 1.0",
            "circuit_breaker_opened_total{rule=\"failure_rate\",slot=\"a\"} 0.0",
            "circuit_breaker_opened_total{rule=\"slow_call_rate\",slot=\"a\"} 0.0");
  }

  @Test
  void aBulkheadShowsWhoRunsAndWhatItRefuses() {
    Bulkhead bulkhead = Bulkhead.of("a", 1, Duration.ZERO);
    publish(Guard.builder().bulkhead(bulkhead));
    bulkhead.acquire();
    bulkhead.tryAcquire();
    assertThat(lines())
        .contains(
            "bulkhead_capacity{slot=\"a\"} 1.0",
            "bulkhead_running{slot=\"a\"} 1.0",
            "bulkhead_waiting{slot=\"a\"} 0.0",
            "bulkhead_refused_total{slot=\"a\"} 1.0");
  }

  @Test
  void aRateLimiterShowsWhatMayStartAndWhatItRefuses() {
    RateLimiter limiter = RateLimiter.named("a").rate(1, SECOND).clock(clock).build();
    publish(Guard.builder().rateLimiter(limiter));
    limiter.acquire();
    limiter.tryAcquire();
    assertThat(lines())
        .contains(
            "rate_limit_available{slot=\"a\"} 0.0",
            "rate_limit_wait_seconds{slot=\"a\"} 1.0",
            "rate_limit_refused_total{slot=\"a\"} 1.0");
  }

  @Test
  void aRetryShowsItsRepeatsAndItsBudget() {
    Retry retry =
        Retry.named("a").maxAttempts(3).random(() -> 0).budget(RetryBudget.of(1, 0)).build();
    publish(Guard.builder().retry(retry));
    assertThatThrownBy(() -> retry.callIdempotent(GuardMetersTest::fail));
    assertThat(lines())
        .contains(
            "retry_repeated_total{slot=\"a\"} 1.0",
            "retry_gave_up_total{slot=\"a\"} 1.0",
            "retry_budget_capacity{slot=\"a\"} 1.0",
            "retry_budget_left{slot=\"a\"} 0.0",
            "retry_budget_spent{slot=\"a\"} 1.0",
            "retry_budget_refused_total{slot=\"a\"} 1.0");
  }

  private static String fail() {
    throw new BackendException(ErrorKind.UNAVAILABLE, "on cue");
  }

  @Test
  void aTimeLimitShowsWhatTookLonger() {
    TimeLimit limit = new TimeLimit(SECOND, clock);
    publish(Guard.builder().timeLimit(limit));
    limit.call(this::tooLong);
    assertThat(lines())
        .contains(
            "time_limit_seconds{slot=\"a\"} 1.0", "time_limit_exceeded_total{slot=\"a\"} 1.0");
  }

  private boolean tooLong() {
    clock.advance(SECOND);
    return true;
  }

  @Test
  void aFanOutShowsWhatItHasDone() {
    FanOut fanOut = FanOut.bounded(2);
    GuardMeters.publish(metrics.meters(), "a", fanOut);
    fanOut.all(List.of(1, 2, 3), number -> 6 / (number - 1));
    assertThat(lines())
        .contains(
            "fan_out_bound{fan_out=\"a\"} 2.0",
            "fan_out_inputs_total{fan_out=\"a\"} 3.0",
            "fan_out_failed_total{fan_out=\"a\"} 1.0",
            "fan_out_unfinished_total{fan_out=\"a\"} 0.0");
  }

  @Test
  void countersOutliveACollectionOfGarbage() {
    Bulkhead bulkhead = Bulkhead.of("a", 1, Duration.ZERO);
    publish(Guard.builder().bulkhead(bulkhead));
    bulkhead.acquire();
    bulkhead.tryAcquire();
    System.gc();
    assertThat(lines()).contains("bulkhead_refused_total{slot=\"a\"} 1.0");
  }
}
