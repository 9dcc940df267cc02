package io.patternsdk.resilience4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.patternsdk.concurrency.circuitbreaker.Classifier;
import io.patternsdk.concurrency.circuitbreaker.Outcome;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Rejection;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.pubsub.PublishResult;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BreakerTest {
  private final AtomicLong now = new AtomicLong();
  private final CircuitBreaker breaker =
      CircuitBreaker.of(
          "b",
          CircuitBreakerConfig.custom()
              .slidingWindowSize(4)
              .minimumNumberOfCalls(2)
              .slowCallDurationThreshold(Duration.ofSeconds(1))
              .permittedNumberOfCallsInHalfOpenState(1)
              .currentTimestampFunction(clock -> now.get(), TimeUnit.NANOSECONDS)
              .build());
  private final BoundOperation go = bind(Kind.WRITE);

  private BoundOperation bind(Kind kind) {
    return Bound.to(Resilience4jGuard.builder().breaker(breaker), kind);
  }

  private void takeTwoSeconds() {
    now.addAndGet(Duration.ofSeconds(2).toNanos());
  }

  private String counts() {
    CircuitBreaker.Metrics m = breaker.getMetrics();
    return "%d ok, %d failed, %d slow"
        .formatted(
            m.getNumberOfSuccessfulCalls(), m.getNumberOfFailedCalls(), m.getNumberOfSlowCalls());
  }

  @Test
  void aCallPassesAndCounts() {
    assertThat(go.<String>call(() -> "through")).isEqualTo("through");
    assertThat(counts()).isEqualTo("1 ok, 0 failed, 0 slow");
  }

  @Test
  void failuresOfTheBackendOpenItAndItRefusesWithoutACall() {
    Bound.fails(go, ErrorKind.UNAVAILABLE);
    Bound.fails(go, ErrorKind.TIMED_OUT);
    assertThat(breaker.getState()).isEqualTo(State.OPEN);
    assertThat(Bound.reason(() -> go.run(() -> Bound.raise(new AssertionError("called")))))
        .isEqualTo(Rejection.OPEN);
    assertThat(breaker.getMetrics().getNumberOfNotPermittedCalls()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorKind.class,
      names = {"NOT_FOUND", "CONFLICT"})
  void whatAHealthyBackendAnswersIsASuccess(ErrorKind kind) {
    Bound.fails(go, kind);
    assertThat(counts()).isEqualTo("1 ok, 0 failed, 0 slow");
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorKind.class,
      names = {"INVALID_ARGUMENT", "CANCELLED", "UNSUPPORTED", "TOO_LARGE", "CLOSED"})
  void whatSaysNothingOfTheBackendCountsNothing(ErrorKind kind) {
    Bound.fails(go, kind);
    assertThat(counts()).isEqualTo("0 ok, 0 failed, 0 slow");
  }

  @Test
  void aRefusalSaysWhetherTrialsAreUnderWay() {
    breaker.transitionToOpenState();
    breaker.transitionToHalfOpenState();
    while (breaker.tryAcquirePermission()) {
      assertThat(breaker.getState()).isEqualTo(State.HALF_OPEN);
    }
    assertThat(Bound.reason(() -> go.run(() -> {}))).isEqualTo(Rejection.HALF_OPEN);
  }

  @Test
  void aTrialGivesItsPermissionBackAfterAnError() {
    breaker.transitionToOpenState();
    breaker.transitionToHalfOpenState();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> go.run(() -> Bound.raise(new StackOverflowError())))
          .isInstanceOf(StackOverflowError.class);
      Bound.fails(go, ErrorKind.INVALID_ARGUMENT);
    }
    go.run(() -> {});
    assertThat(breaker.getState()).isEqualTo(State.CLOSED);
  }

  @Test
  void aSlowCallCountsAndSoDoesASlowPage() {
    go.run(this::takeTwoSeconds);
    bind(Kind.READ).run(this::takeTwoSeconds);
    assertThat(counts()).isEqualTo("2 ok, 0 failed, 2 slow");
  }

  @Test
  void aWaitIsNeverSlow() {
    BoundOperation receive = bind(Kind.RECEIVE);
    receive.call(receive.on("").waiting(Duration.ofSeconds(9)), this::receive);
    assertThat(counts()).isEqualTo("1 ok, 0 failed, 0 slow");
  }

  private boolean receive() {
    takeTwoSeconds();
    return true;
  }

  @Test
  void aBatchOfWhichAPartFailedByTheBackendsFaultIsAFailure() {
    BoundOperation batch = bind(Kind.SEND);
    var down = new BackendException(ErrorKind.UNAVAILABLE, "down");
    batch.<PublishResult>call(() -> new PublishResult(3, Map.of(1, down)));
    var wrong = new BackendException(ErrorKind.TOO_LARGE, "too large");
    batch.<PublishResult>call(() -> new PublishResult(3, Map.of(1, wrong)));
    assertThat(counts()).isEqualTo("1 ok, 1 failed, 0 slow");
  }

  @Test
  void itsOwnPredicatesJudgeWhatItIsToldOf() {
    CircuitBreaker lenient =
        CircuitBreaker.of(
            "b",
            CircuitBreakerConfig.custom()
                .ignoreException(e -> e.getMessage().contains("on cue"))
                .recordResult("bad"::equals)
                .build());
    BoundOperation call = Bound.to(Resilience4jGuard.builder().breaker(lenient), Kind.WRITE);
    Bound.fails(call, ErrorKind.UNAVAILABLE);
    assertThat(lenient.getMetrics().getNumberOfFailedCalls()).isZero();
    call.<String>call(() -> "bad");
    assertThat(lenient.getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
  }

  @Test
  void aClassifierThatThrowsChangesNoOutcomeAndCountsNothing() {
    Classifier broken =
        new Classifier() {
          @Override
          public Outcome ofResult(@Nullable Object result) {
            throw new IllegalStateException("a broken classifier");
          }

          @Override
          public Outcome ofFailure(Throwable failure) {
            throw new IllegalStateException("a broken classifier");
          }
        };
    BoundOperation call =
        Bound.to(Resilience4jGuard.builder().breaker(breaker).classifier(broken), Kind.WRITE);
    assertThat(call.<String>call(() -> "through")).isEqualTo("through");
    Bound.fails(call, ErrorKind.UNAVAILABLE);
    assertThat(counts()).isEqualTo("0 ok, 0 failed, 0 slow");
  }
}
