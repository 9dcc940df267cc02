package io.patternsdk.lifecycle.config;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.config.BulkheadConfig;
import io.patternsdk.concurrency.config.CircuitBreakerConfig;
import io.patternsdk.concurrency.config.GuardConfig;
import io.patternsdk.concurrency.config.RateLimitConfig;
import io.patternsdk.concurrency.config.RetryConfig;
import io.patternsdk.core.config.Located;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlotsAndGuardsTest {

  private static RunnerConfig config(String body) {
    return Texts.config("pattern:\n  name: multicast-registry\n" + body.indent(2));
  }

  @Test
  void aSlotMayNameAnotherBackend() {
    RunnerConfig config =
        Texts.config(
            """
            pattern:
              name: multicast-registry
              slots:
                registry: {backend: shared, prefers: [keyvalue_ttl]}
                regions: {backends: [shared, other]}
            backends:
              shared: {driver: redis}
              other: {driver: redis, namespace: "", format: raw, operation_timeout: 1s}
            """);
    assertThat(config.slot("registry").backendNames())
        .extracting(Located::value)
        .containsExactly("shared");
    assertThat(config.slot("registry").preferredInterfaces())
        .extracting(Located::value)
        .containsExactly("keyvalue_ttl");
    assertThat(config.slot("regions").backendNames())
        .extracting(Located::value)
        .containsExactly("shared", "other");
    BackendConfig other = config.backends().sequencedValues().getLast();
    assertThat(other.namespace()).contains("");
    assertThat(other.format()).isEqualTo(BackendConfig.Format.RAW);
    assertThat(other.operationTimeout()).isEqualTo(ofSeconds(1));
  }

  @Test
  void aSlotChangesSingleSettingsOfTheGeneralGuard() {
    RunnerConfig config =
        config(
            """
            slots:
              registry:
                concurrency: {bulkhead: {capacity: 7}, retry: {max_attempts: 4}}
            concurrency:
              bulkhead: {capacity: 50, timeout: 1s}
              retry: {initial_delay: 10ms, budget: 9}
            """);
    assertThat(config.slot("registry").guard().bulkhead())
        .contains(new BulkheadConfig(7, ofSeconds(1), true));
    assertThat(config.slot("registry").guard().retry())
        .contains(new RetryConfig(4, ofMillis(10), ofSeconds(2), Optional.of(9), 0.1));
    assertThat(config.slot("other").guard().bulkhead())
        .contains(new BulkheadConfig(50, ofSeconds(1), true));
  }

  @Test
  void everyPartMayBeSwitchedOff() {
    GuardConfig guard =
        config(
                """
                concurrency:
                  bulkhead: {enabled: false}
                  circuit_breaker: {enabled: false}
                  retry: {enabled: false, max_attempts: 5}
                """)
            .concurrency()
            .guard();
    assertThat(guard.bulkhead()).isEmpty();
    assertThat(guard.circuitBreaker()).isEmpty();
    assertThat(guard.retry()).isEmpty();
  }

  @Test
  void whatIsOffUnlessAskedForIsOnOnceItIsWritten() {
    GuardConfig guard =
        config(
                """
                concurrency:
                  call_timeout: 10s
                  time_limit: 2s
                  rate_limit: {rate: 100}
                  retry:
                """)
            .concurrency()
            .guard();
    assertThat(guard.callTimeout()).contains(ofSeconds(10));
    assertThat(guard.timeLimit()).contains(ofSeconds(2));
    assertThat(guard.rateLimit()).contains(new RateLimitConfig(100, ofSeconds(1), 100, ZERO));
    assertThat(guard.retry()).contains(RetryConfig.STANDARD);
  }

  @Test
  void theBreakerHasRatesOverCallsOrTime() {
    CircuitBreakerConfig breaker =
        config(
                """
                concurrency:
                  circuit_breaker:
                    max_failures: 3
                    reset_timeout: 2s
                    max_reset_timeout: 1m
                    half_open_trials: 2
                    trial_timeout: 5s
                    failure_rate: 50%
                    slow_call_rate: 0.9
                    slow_call_duration: 200ms
                    window_time: 30s
                    min_calls: 10
                """)
            .concurrency()
            .guard()
            .circuitBreaker()
            .orElseThrow();
    assertThat(breaker.maxFailures()).contains(3);
    assertThat(breaker.resetTimeout()).isEqualTo(ofSeconds(2));
    assertThat(breaker.maxResetTimeout()).isEqualTo(ofSeconds(60));
    assertThat(breaker.halfOpenTrials()).isEqualTo(2);
    assertThat(breaker.trialTimeout()).contains(ofSeconds(5));
    assertThat(breaker.failureRate()).contains(0.5);
    assertThat(breaker.slowCallRate()).contains(0.9);
    assertThat(breaker.slowCallDuration()).isEqualTo(ofMillis(200));
    assertThat(breaker.window()).isEqualTo(100);
    assertThat(breaker.windowTime()).contains(ofSeconds(30));
    assertThat(breaker.minCalls()).isEqualTo(10);
  }

  @Test
  void theResetTimeOfASlotGrowsOnlyWhereTheGeneralOneDoes() {
    RunnerConfig config =
        config(
            """
            slots:
              a: {concurrency: {circuit_breaker: {reset_timeout: 1m}}}
            """);
    assertThat(config.slot("a").guard().circuitBreaker().orElseThrow().maxResetTimeout())
        .isEqualTo(ofSeconds(60));
  }
}
