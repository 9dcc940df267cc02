package io.patternsdk.concurrency.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.concurrency.bulkhead.Bulkhead;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.circuitbreaker.Outcome;
import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.concurrency.ratelimit.RateLimiter;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Rejection;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.layer.Site;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What keys do that only tune a part. */
class GuardKeysTest {
  private final MovableClock clock = MovableClock.create();
  private GuardListener heard = GuardListener.none();
  private int calls;

  private Guard guard(String section, Map<String, ?> values) {
    return Settings.of(Map.of(section, values))
        .read(s -> GuardConfig.from(s, GuardConfig.STANDARD))
        .guard("slot", clock, heard);
  }

  private static BoundOperation bind(Guard guard) {
    Operation operation = Operation.builder("fake", "go", Kind.WRITE).repeatable().build();
    return BoundOperation.bind(new Site("slot", "fake"), operation, List.of(guard));
  }

  /** A failing call, with time passing for as long as it pauses. */
  private int attempts(BoundOperation go) {
    calls = 0;
    Thread call =
        Thread.startVirtualThread(() -> assertThatThrownBy(() -> go.run(this::failOnceMore)));
    Eventually.within(Duration.ofMinutes(1))
        .until(
            () -> {
              clock.advance(Duration.ofMinutes(1));
              return !call.isAlive();
            });
    return calls;
  }

  private void failOnceMore() {
    calls++;
    throw new BackendException(ErrorKind.UNAVAILABLE, "on cue");
  }

  @Test
  void withoutABudgetEveryCallIsRepeated() {
    BoundOperation go = bind(guard("retry", Map.of("max_attempts", 2)));
    assertThat(attempts(go)).isEqualTo(2);
    assertThat(attempts(go)).isEqualTo(2);
  }

  @Test
  void theBudgetBoundsTheRepetitionsOfAllCallers() {
    BoundOperation go = bind(guard("retry", Map.of("max_attempts", 2, "budget", 1)));
    assertThat(attempts(go)).isEqualTo(2);
    assertThat(attempts(go)).isEqualTo(1);
  }

  @Test
  void eachSuccessEarnsTheBudgetsShare() {
    Map<String, ?> values = Map.of("max_attempts", 2, "budget", 1, "budget_share", "50%");
    BoundOperation go = bind(guard("retry", values));
    assertThat(attempts(go)).isEqualTo(2);
    go.run(() -> {});
    assertThat(attempts(go)).isEqualTo(1);
    go.run(() -> {});
    assertThat(attempts(go)).isEqualTo(2);
  }

  @Test
  void pausesAreBelowTheirBounds() {
    for (String delay : List.of("1ms", "1h")) {
      List<Duration> pauses = new CopyOnWriteArrayList<>();
      heard =
          new GuardListener() {
            @Override
            public void retrying(String retry, int attempt, Duration pause, Throwable failure) {
              pauses.add(pause);
            }
          };
      Map<String, ?> values = Map.of("max_attempts", 9, "initial_delay", delay, "max_delay", delay);
      attempts(bind(guard("retry", values)));
      boolean oneIsLong = pauses.stream().anyMatch(p -> p.compareTo(Duration.ofSeconds(9)) > 0);
      assertThat(oneIsLong).as(delay).isEqualTo(delay.equals("1h"));
      assertThat(pauses).hasSize(8);
    }
  }

  @Test
  void aCallMayWaitForItsTurn() throws InterruptedException {
    List<String> refused = new CopyOnWriteArrayList<>();
    heard =
        new GuardListener() {
          @Override
          public void refused(String primitive, Rejection reason) {
            refused.add(primitive + " " + reason);
          }
        };
    Map<String, ?> values = Map.of("rate", 1, "timeout", "1s");
    RateLimiter limiter = guard("rate_limit", values).rateLimiter().orElseThrow();
    limiter.acquire();
    Thread waiting = Thread.startVirtualThread(limiter::acquire);
    clock.awaitSleepers(1);
    assertThatThrownBy(limiter::acquire).hasMessageContaining("used up");
    assertThat(refused).containsExactly("slot RATE");
    clock.advance(Duration.ofSeconds(1));
    waiting.join();
  }

  @Test
  void aTrialThatNeverEndsIsGivenUpAfterItsTimeout() {
    Map<String, ?> values = Map.of("max_failures", 1, "trial_timeout", "5s");
    CircuitBreaker breaker = guard("circuit_breaker", values).breaker().orElseThrow();
    breaker.acquire().end(Outcome.FAILURE);
    clock.advance(Duration.ofSeconds(30));
    assertThat(breaker.tryAcquire()).isNotNull();
    assertThat(breaker.tryAcquire()).isNull();
    clock.advance(Duration.ofSeconds(5));
    assertThat(breaker.tryAcquire()).isNotNull();
  }

  @Test
  void aFairBulkheadServesInTheOrderOfArrival() throws InterruptedException {
    Map<String, ?> values = Map.of("capacity", 1, "timeout", "1h");
    Bulkhead fair = guard("bulkhead", values).bulkhead().orElseThrow();
    for (int i = 0; i < 20; i++) {
      assertThat(overtakes(fair)).isFalse();
    }
  }

  @Test
  void anUnfairBulkheadLetsNewcomersOvertake() throws InterruptedException {
    Map<String, ?> values = Map.of("capacity", 1, "timeout", "1h", "fair", false);
    Bulkhead unfair = guard("bulkhead", values).bulkhead().orElseThrow();
    boolean overtook = false;
    for (int i = 0; i < 1_000 && !overtook; i++) {
      overtook = overtakes(unfair);
    }
    assertThat(overtook).isTrue();
  }

  /** Whether a newcomer gets the place that comes free while somebody waits for it. */
  private static boolean overtakes(Bulkhead bulkhead) throws InterruptedException {
    bulkhead.acquire();
    Thread waiting = Thread.startVirtualThread(() -> bulkhead.call(() -> "in"));
    while (bulkhead.snapshot().waiting() == 0) {
      Thread.onSpinWait(); // a pause would try the patience of whoever waits
    }
    bulkhead.release();
    boolean taken = bulkhead.tryAcquire();
    boolean overtook = taken && bulkhead.snapshot().waiting() == 1;
    if (taken) {
      bulkhead.release();
    }
    waiting.join();
    return overtook;
  }
}
