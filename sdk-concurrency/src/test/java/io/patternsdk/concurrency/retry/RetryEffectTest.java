package io.patternsdk.concurrency.retry;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.concurrency.fixtures.Failures;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a retry throws is true of all its attempts. */
class RetryEffectTest {
  private final Retry retry = Retry.named("r").clock(new SleepyClock()).build();
  private int calls;

  @Test
  void aRefusalDoesNotHideThatAnEarlierAttemptMayHaveBeenApplied() {
    BackendException maybe = Failures.of(ErrorKind.TIMED_OUT);
    RejectedException open = new RejectedException(Rejection.OPEN, "open");
    assertThatThrownBy(() -> retry.callIdempotent(() -> oneByOne(maybe, open))).isSameAs(maybe);
  }

  @Test
  void aHarmlessFailureDoesNotHideThatAnEarlierAttemptMayHaveBeenApplied() {
    BackendException conflict = Failures.of(ErrorKind.CONFLICT).retryAfter(ofMillis(7));
    assertThatThrownBy(() -> retry.callIdempotent(() -> oneByOne(Failures.down(), conflict)))
        .hasCause(conflict)
        .isInstanceOfSatisfying(
            BackendException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT);
              assertThat(e.effect()).isEqualTo(Effect.UNKNOWN);
              assertThat(e.retryAfter()).contains(ofMillis(7));
            });
  }

  @Test
  void anInterruptDoesNotHideThatAnEarlierAttemptMayHaveBeenApplied() {
    RejectedException full = new RejectedException(Rejection.FULL, "full");
    assertThatThrownBy(
            () ->
                retry.callIdempotent(
                    () -> {
                      if (calls == 1) {
                        Thread.currentThread().interrupt();
                      }
                      return oneByOne(Failures.down(), full);
                    }))
        .hasFieldOrPropertyWithValue("kind", ErrorKind.CANCELLED)
        .hasFieldOrPropertyWithValue("effect", Effect.UNKNOWN);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void harmlessFailuresAloneStayHarmless() {
    BackendException conflict = Failures.of(ErrorKind.CONFLICT);
    RejectedException full = new RejectedException(Rejection.FULL, "full");
    assertThatThrownBy(() -> retry.callIdempotent(() -> oneByOne(full, conflict)))
        .isSameAs(conflict);
  }

  @Test
  void whatIsThrownInPlaceOfARefusalSaysWhenToComeAgain() {
    BackendException maybe = Failures.of(ErrorKind.TIMED_OUT);
    RejectedException rate = new RejectedException(Rejection.RATE, "rate", Duration.ofHours(1));
    assertThatThrownBy(() -> retry.callIdempotent(() -> oneByOne(maybe, rate)))
        .isInstanceOfSatisfying(
            BackendException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ErrorKind.TIMED_OUT);
              assertThat(e.effect()).isEqualTo(Effect.UNKNOWN);
              assertThat(e.retryAfter()).contains(Duration.ofHours(1));
            });
  }

  private String oneByOne(RuntimeException... failures) {
    throw failures[calls++];
  }
}
