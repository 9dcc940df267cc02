package io.patternsdk.concurrency.examples;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.concurrency.BreakerState;
import io.patternsdk.concurrency.Result;
import io.patternsdk.concurrency.bulkhead.Bulkhead;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.concurrency.ratelimit.RateLimiter;
import io.patternsdk.concurrency.retry.Retry;
import io.patternsdk.concurrency.retry.RetryBudget;
import io.patternsdk.concurrency.timelimit.TimeLimit;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.capability.Capabilities;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** The examples in the javadoc of what guards calls; javadoc takes its regions from here. */
class GuardExamplesTest {
  private final Map<String, String> client = new ConcurrentHashMap<>(Map.of("key", "value"));
  private final String key = "key";
  private int attempts;

  private String unreliable() {
    if (attempts++ == 0) {
      throw new BackendException(ErrorKind.UNAVAILABLE, "on cue");
    }
    return "value";
  }

  @Test
  void circuitBreaker() {
    // @start region="circuit-breaker" :
    CircuitBreaker breaker =
        CircuitBreaker.named("registry")
            .maxFailures(5)
            .resetTimeout(Duration.ofSeconds(30))
            .build();
    String value = breaker.call(() -> client.get(key));
    // @end
    assertThat(value).isEqualTo("value");
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  void bulkhead() {
    // @start region="bulkhead" :
    Bulkhead bulkhead = Bulkhead.of("registry", 100, Duration.ofSeconds(5));
    String value = bulkhead.call(() -> client.get(key));
    // @end
    assertThat(value).isEqualTo("value");
    assertThat(bulkhead.snapshot().running()).isZero();
  }

  @Test
  void rateLimiter() {
    // @start region="rate-limiter" :
    RateLimiter limiter =
        RateLimiter.named("registry").rate(10, Duration.ofSeconds(1)).burst(20).build();
    String value = limiter.call(() -> client.get(key));
    // @end
    assertThat(value).isEqualTo("value");
    assertThat(limiter.snapshot().available()).isLessThan(20);
  }

  @Test
  void retry() {
    // @start region="retry" :
    Retry retry = Retry.named("registry").maxAttempts(3).initialDelay(Duration.ofMillis(5)).build();
    String value = retry.callIdempotent(() -> unreliable());
    // @end
    assertThat(value).isEqualTo("value");
    assertThat(retry.snapshot().repeated()).isEqualTo(1);
  }

  @Test
  void retryBudget() {
    // @start region="retry-budget" :
    RetryBudget budget = RetryBudget.of(20, 0.1);
    Retry reads = Retry.named("reads").budget(budget).build();
    Retry writes = Retry.named("writes").budget(budget).build();
    String value = reads.callIdempotent(() -> unreliable());
    // @end
    assertThat(value).isEqualTo("value");
    assertThat(budget.left()).isEqualTo(19.1);
    assertThat(writes.budget()).contains(budget);
  }

  @Test
  void timeLimit() {
    // @start region="time-limit" :
    TimeLimit limit = TimeLimit.of(Duration.ofSeconds(2));
    Duration left = limit.call(() -> Deadline.current().remaining());
    // @end
    assertThat(left).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void guard() {
    try (Backend backend = DriverRegistry.load().open("embedded")) {
      // @start region="guard" :
      Guard guard =
          Guard.builder()
              .retry(Retry.named("registry").maxAttempts(3).build())
              .bulkhead(Bulkhead.of("registry", 100, Duration.ofSeconds(5)))
              .breaker(CircuitBreaker.named("registry").maxFailures(5).build())
              .build();
      Capabilities guarded = backend.capabilities("registry", List.of(guard));
      // @end
      assertThat(guarded.require(KEYVALUE_BASIC).get("key")).isEmpty();
      assertThat(guard.breaker().orElseThrow().snapshot().refused()).isZero();
    }
  }

  @Test
  void guardWithoutACapability() {
    Guard guard = Guard.builder().bulkhead(Bulkhead.of("b", 1, Duration.ZERO)).build();
    // @start region="guard-call" :
    String text =
        switch (guard.tryCall(() -> client.get(key))) {
          case Result.Success<String> success -> success.value();
          case Result.Failure<String> failure -> "not now: " + failure.cause().getMessage();
          case Result.Unfinished<String> never -> "of fan-outs alone";
        };
    // @end
    assertThat(text).isEqualTo("value");
    guard.bulkhead().orElseThrow().acquire();
    assertThatThrownBy(() -> guard.call(() -> client.get(key))).hasMessageContaining("full");
  }
}
