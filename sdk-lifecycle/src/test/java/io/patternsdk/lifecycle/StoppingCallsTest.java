package io.patternsdk.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.RejectedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of calls that wait in a guard when the process stops. */
class StoppingCallsTest {
  private final Stage stage = new Stage();

  /** A call that is under way, and what it ended with; its thread is not interrupted. */
  private CompletableFuture<OperationException> call(RunningPattern<FakePattern> running) {
    var values = running.pattern().values("registry");
    var ended = new CompletableFuture<OperationException>();
    Thread.startVirtualThread(
        () -> {
          var failure = catchThrowableOfType(OperationException.class, () -> values.get("key"));
          if (Thread.currentThread().isInterrupted()) {
            ended.completeExceptionally(new AssertionError("interrupted", failure));
          } else {
            ended.complete(failure);
          }
        });
    running.pattern().onShutdown = deadline -> ended.handle((failure, error) -> "").join();
    return ended;
  }

  private RunningPattern<FakePattern> start(String concurrency, String lifecycle) {
    return Stage.start(
        stage.runner(),
        Stage.yaml(", concurrency: {" + concurrency + "}, lifecycle: {" + lifecycle + "}"));
  }

  @Test
  void aCallThatWouldWaitForItsTurnBeyondTheEndIsRefusedAndNothingIsLost() {
    RunningPattern<FakePattern> running =
        start("rate_limit: {rate: 1, per: 1h, timeout: 1h}", "graceful_timeout: 30s");
    assertThat(running.pattern().values("registry").get("first")).isEmpty();
    var ended = call(running);
    stage.clock.awaitSleepers(2); // the call, and the watch of health
    assertThat(running.stop()).isZero();
    assertThat(ended.join())
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("the process stops before it may be tried");
  }

  @Test
  void aCallThatPausesBeyondTheEndFailsWithWhatItFailedWith() {
    RunningPattern<FakePattern> running =
        start("retry: {initial_delay: 1h, max_delay: 1h}", "graceful_timeout: 1ms");
    stage.fake.onCall =
        () -> {
          throw new BackendException(ErrorKind.UNAVAILABLE, "connection reset");
        };
    var ended = call(running);
    stage.clock.awaitSleepers(2);
    assertThat(running.stop()).isZero();
    assertThat(ended.join())
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("the process stops before it may be tried again")
        .hasMessageContaining("connection reset");
    assertThat(ended.join().effect()).isEqualTo(Effect.UNKNOWN);
  }

  @Test
  void aCallThatComesWhileItStopsWaitsForNoTurnBeyondTheEndEither() {
    RunningPattern<FakePattern> running =
        start("rate_limit: {rate: 1, per: 1h, timeout: 1h}", "graceful_timeout: 30s");
    var values = running.pattern().values("registry");
    assertThat(values.get("first")).isEmpty();
    var failure = new CompletableFuture<OperationException>();
    running.pattern().onShutdown =
        deadline ->
            failure.complete(
                catchThrowableOfType(OperationException.class, () -> values.get("late")));
    assertThat(running.stop()).isZero();
    assertThat(failure.join()).isInstanceOf(RejectedException.class);
  }

  @Test
  void aCallWhosePauseEndsInTimeIsFinished() {
    RunningPattern<FakePattern> running =
        start("rate_limit: {rate: 1, per: 10s, timeout: 1h}", "graceful_timeout: 30s");
    var values = running.pattern().values("registry");
    assertThat(values.get("first")).isEmpty();
    var second = Stage.async(() -> values.get("second"));
    stage.clock.awaitSleepers(2);
    running.pattern().onShutdown = deadline -> second.join();
    var stopping = Stage.async(running::stop);
    Stage.SOON.until(() -> running.pattern().events.contains("shutdown"));
    stage.clock.awaitSleepers(3); // the call, the graceful timeout and that of the whole
    stage.clock.advance(Duration.ofSeconds(10));
    assertThat(second.join()).isEmpty();
    assertThat(stopping.join()).isZero();
  }
}
