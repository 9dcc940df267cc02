package io.patternsdk.concurrency.retry;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.concurrency.fixtures.Failures;
import io.patternsdk.concurrency.fixtures.Heard;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryTest {
  private static final double ALMOST_ONE = Math.nextDown(1.0);
  private final SleepyClock clock = new SleepyClock();
  private final Heard heard = new Heard();
  private int calls;

  private RetryBuilder builder() {
    return Retry.named("r").clock(clock).random(() -> ALMOST_ONE).listener(heard);
  }

  private String failing(int times, RuntimeException failure) {
    if (++calls <= times) {
      throw failure;
    }
    return "done";
  }

  @Test
  void aCallThatFailsTwiceSucceedsAtTheThirdAttempt() {
    Retry retry = builder().maxAttempts(3).build();
    assertThat(retry.callIdempotent(() -> failing(2, Failures.down()))).isEqualTo("done");
    assertThat(calls).isEqualTo(3);
  }

  @Test
  void theLastFailureIsThrownWhenAttemptsRunOut() {
    Retry retry = builder().maxAttempts(2).build();
    BackendException failure = Failures.down();
    assertThatThrownBy(() -> retry.callIdempotent(() -> failing(9, failure))).isSameAs(failure);
    assertThat(heard.events)
        .containsExactly("r repeats after attempt 1 and 99 ms", "r gave up after 2");
  }

  @Test
  void boundsDoubleUpToTheLongest() {
    Retry retry =
        builder().maxAttempts(6).initialDelay(ofMillis(100)).maxDelay(ofMillis(500)).build();
    retry.callIdempotent(() -> failing(5, Failures.down()));
    assertThat(clock.slept)
        .extracting(pause -> pause.plusNanos(1).toMillis())
        .containsExactly(100L, 200L, 400L, 500L, 500L);
  }

  @Test
  void pausesDiffer() {
    Retry retry =
        Retry.named("r")
            .clock(clock)
            .maxAttempts(50)
            .initialDelay(ofMillis(9))
            .maxDelay(ofMillis(9))
            .build();
    retry.callIdempotent(() -> failing(49, Failures.down()));
    assertThat(clock.slept).allMatch(pause -> pause.compareTo(ofMillis(9)) < 0);
    assertThat(clock.slept.stream().distinct()).hasSizeGreaterThan(40);
  }

  @Test
  void aPauseIsAnyShareOfItsBound() {
    Retry retry =
        builder().random(() -> 0.25).initialDelay(ofMillis(100)).maxDelay(ofMillis(100)).build();
    retry.callIdempotent(() -> failing(1, Failures.down()));
    assertThat(clock.slept).containsExactly(ofMillis(25));
  }

  @Test
  void aLongestDelayBelowTheFirstIsRefused() {
    RetryBuilder builder = builder().initialDelay(ofMillis(2)).maxDelay(ofMillis(1));
    assertThatThrownBy(builder::build)
        .hasMessage("max delay is PT0.001S; no shorter than the initial delay, PT0.002S, is right");
    assertThatThrownBy(() -> builder.initialDelay(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void manyAttemptsOverflowNothing() {
    Retry retry =
        builder().maxAttempts(200).initialDelay(ofMillis(1)).maxDelay(ofMillis(7)).build();
    retry.callIdempotent(() -> failing(199, Failures.down()));
    assertThat(clock.slept).allMatch(pause -> pause.compareTo(ofMillis(7)) < 0);
  }

  @Test
  void theBackendsOwnRetryAfterIsHonoured() {
    BackendException busy = Failures.of(ErrorKind.RATE_LIMITED).retryAfter(ofMillis(900));
    builder().build().call(() -> failing(1, busy));
    calls = 0;
    builder().build().call(() -> failing(1, busy.retryAfter(ofMillis(1))));
    assertThat(clock.slept).containsExactly(ofMillis(900), ofMillis(100).minusNanos(1));
  }

  @Test
  void whatAsksForMoreThanTheLongestPauseIsThrownAtOnceAsItIs() {
    BackendException busy = Failures.of(ErrorKind.RATE_LIMITED).retryAfter(ofMillis(2_001));
    assertThatThrownBy(() -> builder().build().callIdempotent(() -> failing(1, busy)))
        .isSameAs(busy);
    calls = 0;
    RejectedException rate = new RejectedException(Rejection.RATE, "r", Duration.ofHours(1));
    assertThatThrownBy(() -> builder().build().call(() -> failing(9, rate))).isSameAs(rate);
    assertThat(clock.slept).isEmpty();
    assertThat(heard.events).containsExactly("r gave up after 1", "r gave up after 1");
  }

  @Test
  void aPauseMayBeAsLongAsTheLongest() {
    BackendException busy = Failures.of(ErrorKind.RATE_LIMITED).retryAfter(ofMillis(2_000));
    assertThat(builder().build().callIdempotent(() -> failing(1, busy))).isEqualTo("done");
  }

  @Test
  void whatHasWaitedAsLongAsItMayIsNotRepeated() {
    for (Rejection reason : Rejection.values()) {
      calls = 0;
      RejectedException refusal = RejectedException.afterWait(reason, "on cue");
      assertThatThrownBy(() -> builder().build().callIdempotent(() -> failing(1, refusal)))
          .isSameAs(refusal);
      assertThat(calls).isEqualTo(1);
    }
  }

  @Test
  void whatMayHaveBeenAppliedIsRepeatedOnlyIfIdempotent() {
    Retry retry = builder().build();
    assertThatThrownBy(() -> retry.call(() -> failing(1, Failures.down())));
    assertThat(calls).isEqualTo(1);
    BackendException harmless =
        new BackendException(ErrorKind.UNAVAILABLE, Effect.NONE, "never sent", null);
    calls = 0;
    assertThat(retry.call(() -> failing(1, harmless))).isEqualTo("done");
  }

  @Test
  void onlyKindsThatMayPassAreRepeated() {
    Retry retry = builder().build();
    for (ErrorKind kind : ErrorKind.values()) {
      calls = 0;
      boolean passes =
          switch (kind) {
            case UNAVAILABLE, TIMED_OUT, RATE_LIMITED, ABORTED, UNKNOWN -> true;
            default -> false;
          };
      if (passes) {
        assertThat(retry.callIdempotent(() -> failing(1, Failures.of(kind)))).isEqualTo("done");
      } else {
        assertThat(Failures.kind(() -> retry.callIdempotent(() -> failing(1, Failures.of(kind)))))
            .isEqualTo(kind);
        assertThat(calls).as("%s", kind).isEqualTo(1);
      }
    }
  }

  @Test
  void refusalsThatPassBySoonAreRepeatedOthersAreNot() {
    Retry retry = builder().build();
    for (Rejection reason : Rejection.values()) {
      calls = 0;
      RejectedException refusal = new RejectedException(reason, "on cue");
      if (reason == Rejection.FULL || reason == Rejection.RATE) {
        assertThat(retry.call(() -> failing(1, refusal))).isEqualTo("done");
      } else {
        assertThatThrownBy(() -> retry.callIdempotent(() -> failing(1, refusal))).isSameAs(refusal);
        assertThat(calls).isEqualTo(1);
      }
    }
  }

  @Test
  void anInterruptOfTheBodyIsNeverRepeated() {
    InterruptedException interrupt = new InterruptedException("on cue");
    assertThatThrownBy(
            () ->
                builder()
                    .build()
                    .callIdempotent(
                        () -> {
                          calls++;
                          throw interrupt;
                        }))
        .isSameAs(interrupt);
    assertThat(calls).isEqualTo(1);
  }

  @Test
  void aRuleThatThrowsIsNoReasonToRepeat() {
    Retry retry =
        builder()
            .rule(
                (failure, idempotent) -> {
                  throw new IllegalStateException("on cue");
                })
            .build();
    BackendException failure = Failures.down();
    assertThatThrownBy(() -> retry.callIdempotent(() -> failing(9, failure))).isSameAs(failure);
    assertThat(calls).isEqualTo(1);
  }

  @Test
  void errorsOfTheJvmAreNeverRepeated() {
    assertThatThrownBy(
            () ->
                builder()
                    .build()
                    .callIdempotent(
                        () -> {
                          calls++;
                          throw new StackOverflowError();
                        }))
        .isInstanceOf(StackOverflowError.class);
    assertThat(calls).isEqualTo(1);
  }

  @Test
  void noPauseReachesTheDeadline() {
    Retry retry =
        builder().initialDelay(ofMillis(100)).maxDelay(ofMillis(100)).maxAttempts(9).build();
    BackendException failure = Failures.down();
    assertThatThrownBy(
            () ->
                Deadline.after(ofMillis(250), clock)
                    .run(() -> retry.callIdempotent(() -> failing(9, failure))))
        .isSameAs(failure);
    assertThat(calls).isEqualTo(3);
  }

  @Test
  void nothingStartsPastTheDeadline() {
    Deadline passed = Deadline.after(Duration.ZERO, clock);
    assertThat(Failures.refusal(() -> passed.run(() -> builder().build().call(() -> "late"))))
        .isEqualTo(Rejection.DEADLINE);
  }

  @Test
  void aPauseThatWouldEndAtTheDeadlineDoesNotBegin() {
    Retry retry =
        builder()
            .random(() -> 1)
            .initialDelay(ofMillis(100))
            .maxDelay(ofMillis(100))
            .maxDuration(ofMillis(200))
            .build();
    assertThatThrownBy(
        () ->
            Deadline.after(ofMillis(100), clock)
                .run(() -> retry.callIdempotent(() -> failing(9, Failures.down()))));
    assertThat(clock.slept).isEmpty();
  }

  @Test
  void whatIsNotSaidIsAsDocumented() {
    assertThatThrownBy(() -> builder().build().callIdempotent(() -> failing(9, Failures.down())));
    assertThat(calls).isEqualTo(3);
    clock.slept.clear();
    builder().maxAttempts(9).build().callIdempotent(() -> failing(10, Failures.down()));
    assertThat(clock.slept)
        .extracting(pause -> pause.plusNanos(1).toMillis())
        .containsExactly(100L, 200L, 400L, 800L, 1_600L, 2_000L, 2_000L);
  }

  @Test
  void noAttemptBeginsAfterTheTimeLimit() {
    Retry retry =
        builder()
            .initialDelay(ofMillis(100))
            .maxDelay(ofMillis(100))
            .maxAttempts(9)
            .maxDuration(ofMillis(150))
            .build();
    assertThatThrownBy(() -> retry.callIdempotent(() -> failing(9, Failures.down())));
    assertThat(calls).isEqualTo(2);
  }

  @Test
  void noAttemptBeginsWhenTheSleepWasTooLong() {
    Retry retry = builder().initialDelay(ofMillis(100)).maxDelay(ofMillis(100)).build();
    clock.oversleep = ofMillis(2);
    assertThatThrownBy(
        () ->
            Deadline.after(ofMillis(101), clock)
                .run(() -> retry.callIdempotent(() -> failing(9, Failures.down()))));
    assertThat(calls).isEqualTo(1);
    assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot(0, 1));
  }

  @Test
  void aSpentBudgetEndsAllRepeatsUntilSuccessesEarnMore() {
    RetryBudget budget = RetryBudget.of(1, 0.5);
    Retry retry = builder().budget(budget).build();
    retry.callIdempotent(() -> failing(1, Failures.down()));
    assertThat(budget.left()).isEqualTo(0.5);
    calls = 0;
    assertThatThrownBy(() -> retry.callIdempotent(() -> failing(1, Failures.down())));
    retry.callIdempotent(() -> "earns");
    retry.callIdempotent(() -> "is full");
    assertThat(budget.left()).isEqualTo(1);
  }

  @Test
  void repeatsAndWhatWasGivenUpAreCounted() {
    RetryBudget budget = RetryBudget.of(3, 0);
    Retry retry = builder().maxAttempts(3).budget(budget).build();
    assertThatThrownBy(() -> retry.callIdempotent(() -> failing(9, Failures.down())));
    assertThatThrownBy(() -> retry.callIdempotent(() -> failing(9, Failures.down())));
    assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot(3, 2));
    assertThat(retry.budget().orElseThrow().snapshot())
        .isEqualTo(new RetryBudgetSnapshot(3, 0, true, 1));
  }

  @Test
  void anInterruptEndsThePauseAndKeepsTheFailure() {
    Retry retry = builder().build();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> retry.callIdempotent(() -> failing(9, Failures.down())))
        .isInstanceOfSatisfying(
            BackendException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ErrorKind.CANCELLED);
              assertThat(e.effect()).isEqualTo(Effect.UNKNOWN);
              assertThat(e.getCause().getSuppressed()).hasSize(1);
            });
    assertThat(Thread.interrupted()).isTrue();
  }
}
