package io.patternsdk.resilience4j;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.concurrency.retry.Retry;
import io.patternsdk.core.Rejection;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.layer.Layer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Resilience4jGuardTest {
  private final Backend backend = DriverRegistry.load().open("embedded");
  private final RateLimiter limiter =
      RateLimiterRegistry.of(
              RateLimiterConfig.custom()
                  .limitForPeriod(100)
                  .limitRefreshPeriod(Duration.ofHours(1))
                  .timeoutDuration(Duration.ZERO)
                  .build())
          .rateLimiter("r");
  private final Bulkhead bulkhead =
      BulkheadRegistry.of(BulkheadConfig.custom().maxConcurrentCalls(1).build()).bulkhead("r");
  private final CircuitBreaker breaker = CircuitBreakerRegistry.ofDefaults().circuitBreaker("r");
  private final Layer theirs =
      Resilience4jGuard.builder().breaker(breaker).bulkhead(bulkhead).rateLimiter(limiter).build();
  private final Capabilities slot = backend.capabilities("slot", List.of(theirs));

  @AfterEach
  void close() {
    backend.close();
  }

  private int turns() {
    return limiter.getMetrics().getAvailablePermissions();
  }

  private int successes() {
    return breaker.getMetrics().getNumberOfSuccessfulCalls();
  }

  @Test
  void callsOfADriverPassAllThree() {
    slot.require(KEYVALUE_BASIC).set("key", new byte[1]);
    assertThat(slot.require(KEYVALUE_BASIC).get("key")).isPresent();
    assertThat(turns()).isEqualTo(98);
    assertThat(successes()).isEqualTo(2);
    assertThat(bulkhead.getMetrics().getAvailableConcurrentCalls()).isEqualTo(1);
  }

  @Test
  void instancesComeFromTheirRegistries() {
    BulkheadRegistry bulkheads = BulkheadRegistry.ofDefaults();
    CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
    // @start region="layer" :
    Layer theirs =
        Resilience4jGuard.builder()
            .bulkhead(bulkheads.bulkhead("registry"))
            .breaker(breakers.circuitBreaker("registry"))
            .build();
    Capabilities guarded = backend.capabilities("registry", List.of(theirs));
    // @end
    assertThat(guarded.require(KEYVALUE_BASIC).get("key")).isEmpty();
    CircuitBreaker.Metrics seen = breakers.circuitBreaker("registry").getMetrics();
    assertThat(seen.getNumberOfSuccessfulCalls()).isEqualTo(1);
  }

  @Test
  void theRateLimitIsOutsideTheBulkheadAndTheBulkheadOutsideTheBreaker() {
    breaker.transitionToOpenState();
    bulkhead.acquirePermission();
    assertThat(reason()).isEqualTo(Rejection.FULL);
    assertThat(turns()).isEqualTo(99);
    limiter.drainPermissions();
    assertThat(reason()).isEqualTo(Rejection.RATE);
    assertThat(breaker.getMetrics().getNumberOfNotPermittedCalls()).isZero();
    bulkhead.onComplete();
  }

  private Rejection reason() {
    return Bound.reason(() -> slot.require(KEYVALUE_BASIC).get("key"));
  }

  @Test
  void noTrialIsTakenByACallThatQueues() {
    breaker.transitionToOpenState();
    breaker.transitionToHalfOpenState();
    bulkhead.acquirePermission();
    for (int i = 0; i < 20; i++) {
      assertThat(reason()).isEqualTo(Rejection.FULL);
    }
    bulkhead.onComplete();
    for (int i = 0; i < 10; i++) {
      slot.require(KEYVALUE_BASIC).get("key");
    }
    assertThat(breaker.getState()).isEqualTo(State.CLOSED);
  }

  @Test
  void eachPageIsACall() {
    for (int i = 0; i < 3; i++) {
      backend.require(KEYVALUE_BASIC).set("key" + i, new byte[1]);
    }
    try (var keys = slot.require(KEYVALUE_SCAN).keys("")) {
      assertThat(keys.toList()).hasSize(3);
    }
    assertThat(successes()).isEqualTo(100 - turns()).isPositive();
  }

  @Test
  void aReceiverHoldsNoPlace() {
    bulkhead.acquirePermission();
    assertThat(slot.require(QUEUE_BASIC).receive("queue", 1, Duration.ZERO)).isEmpty();
    assertThat(successes()).isEqualTo(1);
  }

  @Test
  void aRetryOfOursInsideIsRefused() {
    Guard retrying = Guard.builder().retry(Retry.named("r").build()).build();
    assertThatThrownBy(() -> backend.capabilities("slot", List.of(theirs, retrying)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the rate limit stands outside the retry")
        .hasMessageContaining("the bulkhead stands outside the retry")
        .hasMessageContaining("the circuit breaker stands outside the retry");
  }

  @Test
  void aRetryOfOursOutsideRepeatsWhatItRefuses() {
    Retry retry = Retry.named("r").maxAttempts(3).random(() -> 0).build();
    Capabilities both =
        backend.capabilities("slot", List.of(Guard.builder().retry(retry).build(), theirs));
    bulkhead.acquirePermission();
    assertThat(Bound.reason(() -> both.require(KEYVALUE_BASIC).get("key")))
        .isEqualTo(Rejection.FULL);
    assertThat(turns()).isEqualTo(97);
  }
}
