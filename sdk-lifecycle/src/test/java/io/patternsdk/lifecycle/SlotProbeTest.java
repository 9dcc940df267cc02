package io.patternsdk.lifecycle;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Health;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.pattern.Slot;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Health goes the way of the calls: what a look finds beyond what the driver says. */
class SlotProbeTest {
  private final Stage stage = new Stage();

  /** Starts it and looks once, so that probes are known to be permitted. */
  private RunningPattern<FakePattern> start(String concurrency) {
    var running = stage.start(Stage.yaml(", concurrency: {" + concurrency + "}"));
    look();
    return running;
  }

  private void failing(ErrorKind kind) {
    stage.fake.onCall =
        () -> {
          throw new BackendException(kind, Effect.NONE, "READONLY", null);
        };
  }

  private void look() {
    stage.clock.awaitSleepers(1);
    stage.clock.advance(Duration.ofSeconds(10));
    stage.clock.awaitSleepers(1);
  }

  private static Health.Status status(RunningPattern<?> running) {
    return running.health().status();
  }

  private static String metric(RunningPattern<?> running, String name) {
    return running
        .metrics()
        .orElseThrow()
        .read("")
        .text()
        .lines()
        .filter(line -> line.startsWith(name + "{"))
        .findFirst()
        .orElse("");
  }

  @Test
  void aServerThatAnswersPingsAndRefusesWritesIsDown() {
    try (var running = start("")) {
      failing(ErrorKind.UNAVAILABLE);
      look();
      assertThat(running.health().ready()).isFalse();
      assertThat(running.health().reason()).isEqualTo("registry (fake) is down: delete: READONLY");
      stage.fake.onCall = () -> {};
      look();
      assertThat(status(running)).isEqualTo(Health.Status.UP);
    }
  }

  @Test
  void aLookLeavesNothingBehind() {
    try (var running = start("")) {
      look();
      assertThat(stage.fake.stored("fake:_health")).isNull();
      assertThat(status(running)).isEqualTo(Health.Status.UP);
    }
  }

  @Test
  void whatAHealthyBackendAnswersIsNoFailure() {
    try (var running = start("")) {
      failing(ErrorKind.CONFLICT);
      look();
      assertThat(status(running)).isEqualTo(Health.Status.UP);
    }
  }

  @Test
  void anOpenBreakerIsSeenAsSuchWithWhatWasFoundBefore() {
    try (var running = start("circuit_breaker: {max_failures: 2, reset_timeout: 1h}")) {
      failing(ErrorKind.UNAVAILABLE);
      look();
      look();
      look();
      assertThat(running.health().ready()).isFalse();
      assertThat(running.health().reason())
          .isEqualTo(
              "registry (fake) is down: its circuit breaker is open; before: delete: READONLY");
    }
  }

  @Test
  void aBreakerThatCallsHaveOpenedIsSeenAlthoughTheBackendIsBack() {
    try (var running = start("circuit_breaker: {max_failures: 1, reset_timeout: 15s}")) {
      failing(ErrorKind.UNAVAILABLE);
      KeyValue values = running.pattern().values("registry");
      assertThat(catchThrowable(() -> values.get("key"))).isInstanceOf(BackendException.class);
      stage.fake.onCall = () -> {};
      look();
      assertThat(running.health().reason())
          .isEqualTo("registry (fake) is down: its circuit breaker is open");
    }
  }

  @Test
  void aLookMayBeTheTrialThatClosesABreakerWithoutTraffic() {
    try (var running = start("circuit_breaker: {max_failures: 1, reset_timeout: 15s}")) {
      failing(ErrorKind.UNAVAILABLE);
      look();
      stage.fake.onCall = () -> {};
      look();
      assertThat(running.health().ready()).isFalse();
      look();
      assertThat(status(running)).isEqualTo(Health.Status.UP);
      assertThat(running.pattern().values("registry").get("key")).isEmpty();
    }
  }

  @Test
  void aBreakerThatNeedsMoreTrialsIsDegradedAndReady() {
    try (var running =
        start("circuit_breaker: {max_failures: 1, reset_timeout: 5s, half_open_trials: 2}")) {
      failing(ErrorKind.UNAVAILABLE);
      look();
      stage.fake.onCall = () -> {};
      look();
      assertThat(status(running)).isEqualTo(Health.Status.DEGRADED);
      assertThat(running.health().reason()).endsWith("its circuit breaker is half open");
      look();
      assertThat(status(running)).isEqualTo(Health.Status.UP);
    }
  }

  @Test
  void aTrialOfACallIsNotTakenForAFailure() throws InterruptedException {
    CountDownLatch trial = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try (var running = start("circuit_breaker: {max_failures: 1, reset_timeout: 1s}")) {
      failing(ErrorKind.UNAVAILABLE);
      KeyValue values = running.pattern().values("registry");
      assertThat(catchThrowable(() -> values.get("key"))).isInstanceOf(BackendException.class);
      stage.fake.onCall =
          () -> {
            trial.countDown();
            await(end);
          };
      stage.clock.advance(Duration.ofSeconds(1));
      var call = Stage.async(() -> values.get("key"));
      trial.await();
      look();
      assertThat(status(running)).isEqualTo(Health.Status.DEGRADED);
      end.countDown();
      assertThat(call.join()).isEmpty();
      look();
      assertThat(status(running)).isEqualTo(Health.Status.UP);
    } finally {
      end.countDown();
    }
  }

  @Test
  void aFullBulkheadIsDegradedAndReady() throws InterruptedException {
    CountDownLatch full = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try (var running = start("bulkhead: {capacity: 1, timeout: 0s}")) {
      stage.fake.onCall =
          () -> {
            full.countDown();
            await(end);
          };
      var call = Stage.async(() -> running.pattern().values("registry").get("key"));
      full.await();
      look();
      assertThat(status(running)).isEqualTo(Health.Status.DEGRADED);
      assertThat(running.health().reason()).contains("registry (fake) is degraded:", "full");
      end.countDown();
      assertThat(call.join()).isEmpty();
    } finally {
      end.countDown();
    }
  }

  @Test
  void aLookTakesNoTurnOfARateLimit() {
    try (var running = start("rate_limit: {rate: 1, per: 1h}")) {
      KeyValue values = running.pattern().values("registry");
      look();
      look();
      assertThat(status(running)).isEqualTo(Health.Status.UP);
      assertThat(values.get("the only one")).isEmpty();
      assertThat(catchThrowable(() -> values.get("more"))).isInstanceOf(RejectedException.class);
      look();
      assertThat(status(running)).isEqualTo(Health.Status.UP);
    }
  }

  @Test
  void aProbeThatIsNotPermittedIsToldAndOpensNoBreaker() {
    failing(ErrorKind.PERMISSION_DENIED);
    try (var running = start("circuit_breaker: {max_failures: 1, reset_timeout: 1h}")) {
      for (int i = 0; i < 5; i++) {
        look();
      }
      assertThat(status(running)).isEqualTo(Health.Status.DEGRADED);
      assertThat(running.health().reason())
          .contains("the probe of keyvalue_basic, which uses _health, is not permitted: ");
      assertThat(metric(running, "circuit_breaker_state")).endsWith(" 0.0");
      stage.fake.onCall = () -> {};
      look();
      assertThat(status(running)).isEqualTo(Health.Status.UP);
    }
  }

  @Test
  void onlyTheSlotWhoseWayIsBlockedIsDown() {
    var provider =
        new FakePattern.Provider(
            Slot.required("registry", KEYVALUE_BASIC), Slot.required("more", KEYVALUE_BASIC));
    String yaml =
        """
        fake:
          slots: {more: {backend: registry, concurrency: {circuit_breaker: {max_failures: 1}}}}
          backends: {registry: {driver: fake}}
        """;
    try (var running = Stage.start(stage.runner(provider), yaml)) {
      failing(ErrorKind.UNAVAILABLE);
      KeyValue values = running.pattern().values("more");
      assertThat(catchThrowable(() -> values.get("key"))).isInstanceOf(BackendException.class);
      stage.fake.onCall = () -> {};
      look();
      assertThat(running.health().reason())
          .isEqualTo("more (fake) is down: its circuit breaker is open");
    }
  }

  @Test
  void aDriverThatIsDownIsNotCalled() {
    try (var running = start("circuit_breaker: {max_failures: 1}")) {
      stage.fake.health = () -> Health.down("not connected");
      failing(ErrorKind.UNAVAILABLE);
      look();
      assertThat(running.health().reason()).isEqualTo("registry (fake) is down: not connected");
      assertThat(metric(running, "circuit_breaker_state")).endsWith(" 0.0");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
