package io.patternsdk.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the keys of {@code concurrency} do to calls. */
class GuardKeysTest {
  private final Stage stage = new Stage();

  private RunningPattern<FakePattern> start(String concurrency) {
    return stage.start(Stage.yaml(", concurrency: {" + concurrency + "}"));
  }

  private void failing() {
    stage.fake.onCall =
        () -> {
          throw new BackendException(ErrorKind.UNAVAILABLE, "gone");
        };
  }

  private static OperationException failure(KeyValue values) {
    return catchThrowableOfType(OperationException.class, () -> values.get("key"));
  }

  private static boolean open(KeyValue values) {
    return failure(values) instanceof RejectedException e && e.reason() == Rejection.OPEN;
  }

  @Test
  void workersReachThePattern() {
    try (var running = start("workers: 7")) {
      assertThat(running.pattern().context.workers()).isEqualTo(7);
    }
  }

  @Test
  void theBreakerOpensAfterMaxFailures() {
    try (var running = start("circuit_breaker: {max_failures: 3}")) {
      KeyValue values = running.pattern().values("registry");
      failing();
      for (int i = 0; i < 3; i++) {
        assertThat(failure(values)).isInstanceOf(BackendException.class);
      }
      assertThat(open(values)).isTrue();
    }
  }

  @Test
  void theBreakerTriesAgainAfterResetTimeout() {
    try (var running = start("circuit_breaker: {max_failures: 1, reset_timeout: 30s}")) {
      KeyValue values = running.pattern().values("registry");
      failing();
      assertThat(failure(values)).isInstanceOf(BackendException.class);
      stage.fake.onCall = () -> {};
      stage.clock.advance(Duration.ofSeconds(29));
      assertThat(open(values)).isTrue();
      stage.clock.advance(Duration.ofSeconds(1));
      assertThat(values.get("key")).isEmpty();
    }
  }

  @Test
  void aBreakerThatIsSwitchedOffNeverOpens() {
    try (var running = start("circuit_breaker: {enabled: false, max_failures: 1}")) {
      KeyValue values = running.pattern().values("registry");
      failing();
      for (int i = 0; i < 20; i++) {
        assertThat(failure(values)).isInstanceOf(BackendException.class);
      }
    }
  }

  @Test
  void theBulkheadRefusesWhatIsBeyondCapacityAfterItsTimeout() {
    try (var running = start("bulkhead: {capacity: 2, timeout: 0s}")) {
      KeyValue values = running.pattern().values("registry");
      CountDownLatch inside = new CountDownLatch(2);
      CountDownLatch leave = new CountDownLatch(1);
      stage.fake.onCall = () -> passAndWait(inside, leave);
      var first = Stage.async(() -> values.get("a"));
      var second = Stage.async(() -> values.get("b"));
      await(inside);
      assertThat(failure(values))
          .isInstanceOfSatisfying(
              RejectedException.class, e -> assertThat(e.reason()).isEqualTo(Rejection.FULL));
      leave.countDown();
      assertThat(first.join()).isEmpty();
      assertThat(second.join()).isEmpty();
    }
  }

  @Test
  void theBulkheadLetsACallWaitForItsTimeout() {
    try (var running = start("bulkhead: {capacity: 1, timeout: 1h}")) {
      KeyValue values = running.pattern().values("registry");
      CountDownLatch inside = new CountDownLatch(1);
      CountDownLatch leave = new CountDownLatch(1);
      stage.fake.onCall = () -> passAndWait(inside, leave);
      var first = Stage.async(() -> values.get("a"));
      await(inside);
      var second = Stage.async(() -> values.get("b"));
      Stage.SOON.until(() -> metric(running, "bulkhead_waiting").endsWith(" 1.0"));
      leave.countDown();
      assertThat(second.join()).isEmpty();
      assertThat(first.join()).isEmpty();
    }
  }

  @Test
  void retryRepeatsWhatMayBeRepeated() {
    try (var running = start("retry: {max_attempts: 3, initial_delay: 1ms, max_delay: 1ms}")) {
      AtomicInteger calls = new AtomicInteger();
      stage.fake.onCall =
          () -> {
            if (calls.incrementAndGet() < 3) {
              throw new BackendException(ErrorKind.UNAVAILABLE, "gone");
            }
          };
      var value = Stage.async(() -> running.pattern().values("registry").get("key"));
      Eventually.within(Duration.ofMinutes(1))
          .until(
              () -> {
                stage.clock.advance(Duration.ofMillis(1));
                return value.isDone();
              });
      assertThat(value.join()).isEmpty();
      assertThat(calls).hasValue(3);
    }
  }

  @Test
  void theRateLimitRefusesWhatIsTooMuch() {
    try (var running = start("rate_limit: {rate: 2, per: 1m, burst: 2}")) {
      KeyValue values = running.pattern().values("registry");
      values.get("a");
      values.get("b");
      assertThat(failure(values))
          .isInstanceOfSatisfying(
              RejectedException.class, e -> assertThat(e.reason()).isEqualTo(Rejection.RATE));
      stage.clock.advance(Duration.ofMinutes(1));
      assertThat(values.get("c")).isEmpty();
    }
  }

  @Test
  void timeLimitsReachTheDriverAsDeadline() {
    try (var running = start("call_timeout: 3s, time_limit: 2s")) {
      var left = new CompletableFuture<Duration>();
      stage.fake.onCall = () -> left.complete(Deadline.current().remaining());
      running.pattern().values("registry").get("key");
      assertThat(left.join()).isEqualTo(Duration.ofSeconds(2));
    }
  }

  @Test
  void aSlotMayHaveItsOwn() {
    String yaml =
        """
        fake:
          concurrency: {circuit_breaker: {max_failures: 1}}
          slots: {registry: {concurrency: {circuit_breaker: {max_failures: 2}}}}
          backends: {registry: {driver: fake}}
        """;
    try (var running = stage.start(yaml)) {
      failing();
      KeyValue values = running.pattern().values("registry");
      assertThat(failure(values)).isInstanceOf(BackendException.class);
      assertThat(failure(values)).isInstanceOf(BackendException.class);
      assertThat(open(values)).isTrue();
    }
  }

  static String metric(RunningPattern<?> running, String name) {
    return running
        .metrics()
        .orElseThrow()
        .read("")
        .text()
        .lines()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .orElse("");
  }

  private static void passAndWait(CountDownLatch inside, CountDownLatch leave) {
    inside.countDown();
    await(leave);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
