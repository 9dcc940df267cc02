package io.patternsdk.concurrency.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.concurrency.BreakerState;
import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.circuitbreaker.Outcome;
import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.core.Clock;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GuardConfigTest {

  private static GuardConfig read(Map<String, ?> values) {
    return Settings.of(values).read(s -> GuardConfig.from(s, GuardConfig.STANDARD));
  }

  private static Guard guard(Map<String, ?> values) {
    return read(values).guard("slot", Clock.system(), GuardListener.none());
  }

  @Test
  void withoutSettingsThereAreBreakerAndBulkhead() {
    Guard guard = guard(Map.of());
    assertThat(guard.breaker()).isPresent();
    assertThat(guard.bulkhead().orElseThrow().snapshot().capacity()).isEqualTo(100);
    assertThat(guard.retry()).isEmpty();
    assertThat(guard.rateLimiter()).isEmpty();
    assertThat(guard.timeLimit()).isEmpty();
  }

  @Test
  void theRfcsSettingsAreRead() {
    GuardConfig config =
        read(
            Map.of(
                "circuit_breaker", Map.of("max_failures", 7, "reset_timeout", "3s"),
                "bulkhead", Map.of("capacity", 9, "timeout", "1s")));
    assertThat(config.circuitBreaker().orElseThrow().maxFailures()).contains(7);
    assertThat(config.circuitBreaker().orElseThrow().resetTimeout())
        .isEqualTo(Duration.ofSeconds(3));
    assertThat(config.bulkhead()).contains(new BulkheadConfig(9, Duration.ofSeconds(1), true));
  }

  @Test
  void whatIsNotWrittenIsInherited() {
    GuardConfig outer = read(Map.of("bulkhead", Map.of("capacity", 9)));
    GuardConfig inner =
        Settings.of(Map.of("bulkhead", Map.of("timeout", "1s")))
            .read(s -> GuardConfig.from(s, outer));
    assertThat(inner.bulkhead()).contains(new BulkheadConfig(9, Duration.ofSeconds(1), true));
  }

  @Test
  void aWindowOfCallsReplacesAnInheritedOneOfTime() {
    GuardConfig outer = read(Map.of("circuit_breaker", Map.of("window_time", "1m")));
    CircuitBreakerConfig inner = breaker(outer, Map.of("window", 7));
    assertThat(inner.windowTime()).isEmpty();
    assertThat(inner.window()).isEqualTo(7);
  }

  private static CircuitBreakerConfig breaker(GuardConfig inherited, Map<String, ?> values) {
    return Settings.of(Map.of("circuit_breaker", values))
        .read(s -> GuardConfig.from(s, inherited))
        .circuitBreaker()
        .orElseThrow();
  }

  @Test
  void anInheritedLongestWaitHoldsWhereItIsLonger() {
    GuardConfig outer = read(Map.of("circuit_breaker", Map.of("max_reset_timeout", "5m")));
    assertThat(breaker(outer, Map.of("reset_timeout", "1m")).maxResetTimeout())
        .isEqualTo(Duration.ofMinutes(5));
    assertThat(breaker(outer, Map.of("reset_timeout", "9m")).maxResetTimeout())
        .isEqualTo(Duration.ofMinutes(9));
  }

  @Test
  void aWindowOfTimeHasAnyMinimum() {
    Map<String, ?> rules = Map.of("window_time", "1m", "min_calls", 1_000);
    assertThat(breaker(GuardConfig.STANDARD, rules).minCalls()).isEqualTo(1_000);
  }

  @Test
  void aHighRateHasTheLargestBurst() {
    Guard guard = guard(Map.of("rate_limit", Map.of("rate", 20_000)));
    assertThat(guard.rateLimiter().orElseThrow().snapshot().available()).isEqualTo(10_000);
  }

  @Test
  void everyPartMayBeConfigured() {
    Guard guard =
        guard(
            Map.of(
                "retry", Map.of("max_attempts", 5),
                "rate_limit", Map.of("rate", 50, "burst", 5),
                "time_limit", "2s"));
    assertThat(guard.retry()).isPresent();
    assertThat(guard.rateLimiter().orElseThrow().snapshot().available()).isEqualTo(5);
    assertThat(guard.timeLimit().orElseThrow().limit()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void partsCanBeSwitchedOff() {
    Map<String, Boolean> off = Map.of("enabled", false);
    Guard guard = guard(Map.of("circuit_breaker", off, "bulkhead", off, "retry", off));
    assertThat(guard.breaker()).isEmpty();
    assertThat(guard.bulkhead()).isEmpty();
    assertThat(guard.retry()).isEmpty();
  }

  @Test
  void everythingWrongIsReportedAtOnce() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "circuit_breaker", Map.of("window_time", "999ms", "failure_rate", 0),
                        "bulkhead", Map.of("capcity", 5),
                        "rate_limit", Map.of("burst", 5),
                        "retry", Map.of("max_delay", "99ms"))))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.problems())
                    .extracting(problem -> problem.path() + " " + problem.what())
                    .containsExactlyInAnyOrder(
                        "circuit_breaker.window_time is \"999ms\"",
                        "circuit_breaker.failure_rate is \"0\"",
                        "bulkhead.capcity is unknown",
                        "rate_limit.rate is missing",
                        "retry.max_delay is 99ms, shorter than initial_delay"));
    assertThatThrownBy(() -> read(Map.of("rate_limit", Map.of("rate", 1_001, "per", "1ms"))))
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void configuredRulesReachTheBreaker() {
    Map<String, ?> rules = Map.of("failure_rate", 0.5, "window", 4, "min_calls", 2);
    CircuitBreaker breaker = guard(Map.of("circuit_breaker", rules)).breaker().orElseThrow();
    breaker.acquire().end(Outcome.SUCCESS);
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    breaker.acquire().end(Outcome.FAILURE);
    assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
  }
}
