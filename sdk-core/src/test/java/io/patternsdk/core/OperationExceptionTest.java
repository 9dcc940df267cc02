package io.patternsdk.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationExceptionTest {

  @Test
  void whereItHappenedIsNotedOnceByTheInnermost() {
    BackendException e = new BackendException(ErrorKind.TIMED_OUT, "no answer");
    e.locate("registry", "redis", "get");
    e.locate("other", "nats", "set");
    assertThat(e).hasMessage("registry (redis) get: no answer");
    assertThat(e.operation()).contains("get");
  }

  @Test
  void theEffectIsThatOfTheKindUnlessTheDriverKnowsBetter() {
    assertThat(new BackendException(ErrorKind.UNAVAILABLE, "").effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(new BackendException(ErrorKind.UNAVAILABLE, Effect.NONE, "", null).effect())
        .isEqualTo(Effect.NONE);
    assertThat(new RejectedException(Rejection.OPEN, "").effect()).isEqualTo(Effect.NONE);
  }

  @Test
  void itsTextTellsKindAndEffect() {
    BackendException e = new BackendException(ErrorKind.TIMED_OUT, "no answer");
    assertThat(e)
        .hasToString("io.patternsdk.core.BackendException (TIMED_OUT, effect UNKNOWN): no answer");
    e.locate("registry", "redis", "get");
    assertThat(e.toString()).endsWith("effect UNKNOWN): registry (redis) get: no answer");
    assertThat(new RejectedException(Rejection.OPEN, "opened"))
        .hasToString("io.patternsdk.core.RejectedException (OPEN): opened");
  }

  @Test
  void aSharedRefusalBelongsToNoOperation() {
    RejectedException shared = RejectedException.shared(Rejection.FULL, "full");
    shared.locate("registry", "redis", "get");
    assertThat(shared).hasMessage("full");
    assertThat(shared.getStackTrace()).isEmpty();
  }

  @Test
  void theTimeToLeaveItAloneComesWithACopy() {
    BackendException e = new BackendException(ErrorKind.RATE_LIMITED, "slow down");
    BackendException later = e.retryAfter(Duration.ofSeconds(2));
    assertThat(later.retryAfter()).contains(Duration.ofSeconds(2));
    assertThat(later).hasMessage("slow down");
    assertThat(e.retryAfter()).isEmpty();
  }

  @Test
  void aCopyHappenedWhereTheFirstDidAndSaysSoOnce() {
    BackendException e =
        new BackendException(ErrorKind.RATE_LIMITED, Effect.NONE, "slow down", null);
    e.locate("registry", "redis", "set");
    BackendException later = e.retryAfter(Duration.ofSeconds(2));
    for (OperationException copy : List.of(later, BackendException.afterSteps(later))) {
      copy.locate("other", "nats", "merge");
      assertThat(copy).hasMessage("registry (redis) set: slow down");
      assertThat(copy.slot()).contains("registry");
      assertThat(copy.driver()).contains("redis");
      assertThat(copy.operation()).contains("set");
      assertThat(copy.retryAfter()).contains(Duration.ofSeconds(2));
    }
  }
}
