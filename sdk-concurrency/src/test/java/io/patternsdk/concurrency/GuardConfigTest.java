package io.patternsdk.concurrency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.Clock;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class GuardConfigTest {

  private static GuardConfig read(Map<String, ?> values) {
    return Settings.of(values).read(GuardConfig::read);
  }

  private static Guard guard(Map<String, ?> values) {
    return read(values).guard("slot", Clock.system(), GuardListener.none());
  }

  @Test
  void withoutSettingsThereAreBreakerAndBulkhead() {
    GuardConfig config = GuardConfig.standard();
    Guard guard = config.guard("slot", Clock.system(), GuardListener.none());
    assertThat(config.workers()).isEqualTo(10);
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
                "workers", 20,
                "circuit_breaker", Map.of("max_failures", 7, "reset_timeout", "3s"),
                "bulkhead", Map.of("capacity", 9, "timeout", "1s")));
    BreakerConfig breaker = Objects.requireNonNull(config.breaker());
    assertThat(config.workers()).isEqualTo(20);
    assertThat(breaker.maxFailures()).isEqualTo(7);
    assertThat(breaker.resetTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(config.bulkhead()).isEqualTo(new BulkheadConfig(9, Duration.ofSeconds(1), true));
  }

  @Test
  void everyPartMayBeConfigured() {
    Guard guard =
        guard(
            Map.of(
                "retry", Map.of("attempts", 5, "budget", Map.of("capacity", 10, "share", "20%")),
                "rate_limit", Map.of("rate", 50, "burst", 5, "timeout", "0"),
                "operation_timeout", "2s"));
    assertThat(guard.retry()).isPresent();
    assertThat(guard.rateLimiter().orElseThrow().snapshot().available()).isEqualTo(5);
    assertThat(guard.timeLimit().orElseThrow().limit()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void ratesReplaceTheRuleOfFailuresInARow() {
    BreakerConfig breaker =
        Objects.requireNonNull(
            read(Map.of("circuit_breaker", Map.of("failure_rate", "50%", "window", "10s")))
                .breaker());
    assertThat(breaker.maxFailures()).isZero();
    assertThat(breaker.windowTime()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void partsCanBeSwitchedOff() {
    Guard guard =
        guard(
            Map.of(
                "circuit_breaker", Map.of("enabled", false),
                "bulkhead", Map.of("enabled", false),
                "retry", Map.of("enabled", false, "attempts", 5),
                "rate_limit", Map.of("enabled", false)));
    assertThat(guard.breaker()).isEmpty();
    assertThat(guard.bulkhead()).isEmpty();
    assertThat(guard.retry()).isEmpty();
    assertThat(guard.rateLimiter()).isEmpty();
  }

  @Test
  void everythingWrongIsReportedAtOnce() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "workers", 0,
                        "circuit_breaker", Map.of("window", "many", "failure_rate", 0),
                        "bulkhead", Map.of("capcity", 5),
                        "rate_limit", Map.of("burst", 5))))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.problems())
                    .extracting(problem -> problem.path() + " " + problem.what())
                    .containsExactlyInAnyOrder(
                        "workers is \"0\"",
                        "circuit_breaker.window is \"many\"",
                        "circuit_breaker.failure_rate is \"0\"",
                        "bulkhead.capcity is unknown",
                        "rate_limit.rate is missing"));
  }

  @Test
  void configuredRulesReachTheBreaker() {
    CircuitBreaker breaker =
        guard(
                Map.of(
                    "circuit_breaker",
                    Map.of(
                        "failure_rate",
                        0.5,
                        "window",
                        4,
                        "minimum_calls",
                        2,
                        "slow_call_rate",
                        0.9,
                        "slow_call_duration",
                        "10ms",
                        "half_open_trials",
                        2,
                        "trial_timeout",
                        "1s",
                        "max_reset_timeout",
                        "1m")))
            .breaker()
            .orElseThrow();
    breaker.acquire().end(Outcome.SUCCESS);
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    breaker.acquire().end(Outcome.FAILURE);
    assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
  }
}
