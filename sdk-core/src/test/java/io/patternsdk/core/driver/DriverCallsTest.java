package io.patternsdk.core.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Health;
import io.patternsdk.core.config.ConfigException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DriverCallsTest {
  private final DriverCalls calls = calls(Duration.ofSeconds(30));

  private static DriverCalls calls(Duration timeout) {
    return new DriverCalls(
        DriverContext.builder("b").operationTimeout(timeout).build(),
        (failure, effect) ->
            new BackendException(
                ErrorKind.UNAVAILABLE, effect, "mapped " + failure.getMessage(), failure));
  }

  private static BackendException failureOf(ThrowingCallable call) {
    return catchThrowableOfType(BackendException.class, call);
  }

  private static void expect(BackendException failure, ErrorKind kind, Effect effect) {
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.effect()).isEqualTo(effect);
  }

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  @Test
  void nothingBeginsOnceItIsClosed() {
    assertThat(calls.close()).isTrue();
    assertThat(calls.close()).isFalse();

    AtomicBoolean called = new AtomicBoolean();
    BackendException failure = failureOf(() -> calls.call(d -> called.getAndSet(true)));

    expect(failure, ErrorKind.CLOSED, Effect.NONE);
    assertThat(called).isFalse();
  }

  @Test
  void nothingBeginsOnAnInterruptedThread() {
    Thread.currentThread().interrupt();

    expect(failureOf(calls::begin), ErrorKind.CANCELLED, Effect.NONE);

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void nothingBeginsAfterTheDeadline() {
    Deadline passed = Deadline.after(Duration.ZERO);

    expect(
        failureOf(() -> passed.run(() -> calls.call(d -> "never"))),
        ErrorKind.TIMED_OUT,
        Effect.NONE);
  }

  @Test
  void anOperationHasTheLesserOfDeadlineAndTimeout() {
    assertThat(calls.begin().remaining()).isLessThanOrEqualTo(Duration.ofSeconds(30));
    Duration ambient = Deadline.within(Duration.ofSeconds(5), () -> calls.begin().remaining());
    assertThat(ambient).isLessThanOrEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void whoDoesNotAnswerIsNamed() {
    DriverCalls remote =
        DriverCalls.to(
            "10.0.0.7:6379",
            DriverContext.builder("b").build(),
            (failure, effect) -> new BackendException(ErrorKind.UNKNOWN, effect, "other", failure));

    BackendException late =
        failureOf(
            () ->
                remote.awaitShared(
                    new CompletableFuture<>(), Deadline.after(Duration.ZERO), Effect.NONE));

    expect(late, ErrorKind.TIMED_OUT, Effect.NONE);
    assertThat(late).hasMessageContaining("no answer in time from 10.0.0.7:6379");
    BackendException before =
        failureOf(() -> Deadline.after(Duration.ZERO).run(() -> remote.call(d -> "never")));
    assertThat(before).hasMessageContaining("before the call to 10.0.0.7:6379");
  }

  @Test
  void whatAClientThrowsIsMappedWithTheEffectOfItsCall() {
    BackendException sent =
        failureOf(
            () ->
                calls.call(
                    d -> {
                      throw new IOException("broken");
                    }));
    BackendException connecting =
        failureOf(
            () ->
                calls.call(
                    Effect.NONE,
                    d -> {
                      throw new IOException("broken");
                    }));

    expect(sent, ErrorKind.UNAVAILABLE, Effect.UNKNOWN);
    expect(connecting, ErrorKind.UNAVAILABLE, Effect.NONE);
    assertThat(sent).hasMessage("mapped broken").hasCauseInstanceOf(IOException.class);
  }

  @Test
  void anInterruptOfABlockingClientIsACancellation() {
    BackendException failure =
        failureOf(
            () ->
                calls.call(
                    d -> {
                      throw new ClosedByInterruptException();
                    }));

    expect(failure, ErrorKind.CANCELLED, Effect.UNKNOWN);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aSecretThatCannotBeReadIsAPermissionDenied() {
    BackendException failure =
        failureOf(
            () ->
                calls.call(
                    Effect.NONE,
                    d -> {
                      throw ConfigException.of("no such file", "make it");
                    }));

    expect(failure, ErrorKind.PERMISSION_DENIED, Effect.NONE);
  }

  @Test
  void theCoresOwnExceptionsPassAsTheyAre() {
    BackendException own = new BackendException(ErrorKind.CONFLICT, "changed");
    CompletableFuture<String> answer = CompletableFuture.failedFuture(new CompletionException(own));

    assertThat(failureOf(() -> calls.await(answer, calls.begin()))).isSameAs(own);
  }

  @Test
  void whoGivesUpCancelsTheAnswer() {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Deadline soon = Deadline.after(Duration.ofMillis(1));

    expect(failureOf(() -> calls.await(answer, soon)), ErrorKind.TIMED_OUT, Effect.UNKNOWN);

    assertThat(answer).isCancelled();
  }

  @Test
  void aLongWaitEndsWhenItsTimeIsUpToo() {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Deadline later = Deadline.after(Duration.ofMillis(250));

    expect(failureOf(() -> calls.await(answer, later)), ErrorKind.TIMED_OUT, Effect.UNKNOWN);

    assertThat(answer).isDone();
    assertThat(later.passed()).isTrue();
  }

  @Test
  void whatIsSharedGoesOnWhenOneGivesUp() {
    CompletableFuture<String> connection = new CompletableFuture<>();
    Deadline soon = Deadline.after(Duration.ofMillis(1));

    expect(
        failureOf(() -> calls.awaitShared(connection, soon, Effect.NONE)),
        ErrorKind.TIMED_OUT,
        Effect.NONE);

    assertThat(connection).isNotDone();
  }

  @Test
  void closingEndsAWaitForWhatIsShared() {
    CompletableFuture<String> connection = new CompletableFuture<>();
    CompletableFuture<BackendException> ended =
        CompletableFuture.supplyAsync(
            () -> failureOf(() -> calls.awaitShared(connection, Deadline.NONE, Effect.NONE)),
            Thread::startVirtualThread);

    assertThat(calls.close()).isTrue();

    expect(ended.join(), ErrorKind.CLOSED, Effect.NONE);
    assertThat(connection).isNotDone();
    assertThat(calls.close()).isFalse();
  }

  @Test
  void anInterruptedWaitIsACancellationAndCancelsItsAnswer() {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Deadline deadline = calls.begin();
    Thread.currentThread().interrupt();

    expect(failureOf(() -> calls.await(answer, deadline)), ErrorKind.CANCELLED, Effect.UNKNOWN);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(answer).isCancelled();
  }

  @Test
  void whatFailsWhileItIsClosedIsClosedWithItsEffect() {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Deadline deadline = calls.begin();
    assertThat(calls.close()).isTrue();
    answer.completeExceptionally(new CancellationException());

    BackendException failure = failureOf(() -> calls.await(answer, deadline));

    expect(failure, ErrorKind.CLOSED, Effect.UNKNOWN);
    assertThat(failure).hasCauseInstanceOf(BackendException.class);
  }

  @Test
  void healthTellsWhatTheRoundTripMet() {
    assertThat(calls.health(Deadline.NONE, calls::begin)).isEqualTo(Health.up());
    assertThat(calls.health(Deadline.after(Duration.ZERO), calls::begin))
        .isEqualTo(Health.down("the deadline passed before the call"));
  }
}
