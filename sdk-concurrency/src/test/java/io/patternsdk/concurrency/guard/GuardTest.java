package io.patternsdk.concurrency.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.concurrency.BreakerState;
import io.patternsdk.concurrency.Result;
import io.patternsdk.concurrency.bulkhead.Bulkhead;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.circuitbreaker.Outcome;
import io.patternsdk.concurrency.fixtures.Failures;
import io.patternsdk.concurrency.fixtures.Heard;
import io.patternsdk.concurrency.ratelimit.RateLimiter;
import io.patternsdk.concurrency.retry.Retry;
import io.patternsdk.concurrency.timelimit.TimeLimit;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.layer.LayerOrder;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.layer.Role;
import io.patternsdk.core.layer.Site;
import io.patternsdk.core.pubsub.PublishResult;
import io.patternsdk.testkit.MovableClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GuardTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private final MovableClock clock = MovableClock.create();
  private final Bulkhead bulkhead = Bulkhead.of("b", 1, Duration.ZERO);
  private final CircuitBreaker breaker =
      CircuitBreaker.named("c")
          .maxFailures(2)
          .slowCallRate(1)
          .slowCallDuration(SECOND)
          .minCalls(1)
          .clock(clock)
          .build();
  private int calls;

  private static BoundOperation bind(Guard guard, Operation operation) {
    return BoundOperation.bind(new Site("slot", "fake"), operation, List.of(guard));
  }

  private static BoundOperation bind(Guard guard, Kind kind) {
    return bind(guard, Operation.builder("fake", "go", kind).repeatable().build());
  }

  private Guard.Builder all() {
    return Guard.builder()
        .retry(Retry.named("r").maxAttempts(2).random(() -> 0).clock(clock).build())
        .bulkhead(bulkhead)
        .breaker(breaker)
        .timeLimit(new TimeLimit(SECOND, clock));
  }

  private String fail() {
    calls++;
    return Failures.fail(ErrorKind.UNAVAILABLE);
  }

  @Test
  void aCallPassesAllPartsAndLeavesNothingBehind() {
    BoundOperation go = bind(all().build(), Kind.WRITE);
    assertThat(go.call(() -> "through")).isEqualTo("through");
    assertThat(bulkhead.snapshot().running()).isZero();
    assertThat(breaker.snapshot().calls()).isEqualTo(1);
  }

  @Test
  void eachAttemptCountsInTheBreaker() {
    BoundOperation go = bind(all().build(), Kind.WRITE);
    assertThat(Failures.kind(() -> go.call(this::fail))).isEqualTo(ErrorKind.UNAVAILABLE);
    assertThat(calls).isEqualTo(2);
    assertThat(Failures.refusal(() -> go.call(this::fail))).isEqualTo(Rejection.OPEN);
    assertThat(calls).isEqualTo(2);
    assertThat(bulkhead.snapshot().running()).isZero();
  }

  @Test
  void whatIsNotIdempotentAndMayHaveBeenAppliedIsNotRepeated() {
    BoundOperation go = bind(all().build(), Operation.of("fake", "append", Kind.WRITE));
    assertThatThrownBy(() -> go.call(this::fail));
    assertThat(calls).isEqualTo(1);
  }

  @Test
  void aCallMaySayOfItselfThatItIsNotToBeRepeated() {
    BoundOperation go = bind(all().build(), Kind.WRITE);
    assertThatThrownBy(() -> go.call(go.on("").repeatable(false), this::fail));
    assertThat(calls).isEqualTo(1);
  }

  @Test
  void anOpenBreakerDoesNotHideWhatTheFirstAttemptMayHaveDone() {
    BoundOperation go = bind(all().build(), Kind.WRITE);
    assertThat(
            Failures.kind(
                () ->
                    go.call(
                        () -> {
                          breaker.forceOpen();
                          return fail();
                        })))
        .isEqualTo(ErrorKind.UNAVAILABLE);
    assertThat(calls).isEqualTo(1);
    assertThat(breaker.snapshot().refused()).isEqualTo(1);
  }

  @Test
  void noPermitIsHeldDuringABackoff() throws Exception {
    Retry slow = Retry.named("r").maxAttempts(2).random(() -> 0.5).clock(clock).build();
    BoundOperation go = bind(all().retry(slow).build(), Kind.WRITE);
    Thread thread = Thread.startVirtualThread(() -> assertThatThrownBy(() -> go.call(this::fail)));
    clock.awaitSleepers(1);
    assertThat(bulkhead.snapshot().running()).isZero();
    clock.advance(SECOND);
    thread.join();
    assertThat(calls).isEqualTo(2);
  }

  @Test
  void aFullBulkheadIsNoFailureOfTheBackend() {
    BoundOperation go =
        bind(Guard.builder().bulkhead(bulkhead).breaker(breaker).build(), Kind.WRITE);
    bulkhead.acquire();
    for (int i = 0; i < 5; i++) {
      assertThat(Failures.refusal(() -> go.call(() -> "in"))).isEqualTo(Rejection.FULL);
    }
    assertThat(breaker.snapshot().calls()).isZero();
  }

  @Test
  void noTrialIsHeldWhileACallQueues() {
    BoundOperation go =
        bind(Guard.builder().bulkhead(bulkhead).breaker(breaker).build(), Kind.WRITE);
    breaker.acquire().end(Outcome.FAILURE);
    breaker.acquire().end(Outcome.FAILURE);
    clock.advance(Duration.ofSeconds(30));
    bulkhead.acquire();
    assertThatThrownBy(() -> go.call(() -> "in"));
    assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
    bulkhead.release();
    go.call(() -> "trial");
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  void aGuardedCallIsJudgedByTheBreakersClassifier() {
    Operation batch =
        Operation.builder("fake", "go", Kind.SEND).partial(PublishResult::partial).build();
    BoundOperation go = bind(Guard.builder().breaker(breaker).build(), batch);
    go.call(() -> new PublishResult(1, Map.of(0, Failures.down())));
    assertThat(breaker.snapshot().consecutiveFailures()).isEqualTo(1);
    assertThatThrownBy(() -> go.call(() -> Failures.fail(ErrorKind.INVALID_ARGUMENT)));
    assertThat(breaker.snapshot().consecutiveFailures()).isEqualTo(1);
    assertThatThrownBy(() -> go.call(() -> Failures.fail(ErrorKind.NOT_FOUND)));
    assertThat(breaker.snapshot().consecutiveFailures()).isZero();
  }

  @Test
  void noPlaceIsHeldWhileACallWaitsForItsTurn() throws Exception {
    RateLimiter limiter =
        RateLimiter.named("l").rate(1, SECOND).timeout(SECOND).clock(clock).build();
    BoundOperation go =
        bind(Guard.builder().rateLimiter(limiter).bulkhead(bulkhead).build(), Kind.WRITE);
    limiter.acquire();
    Thread waiting = Thread.startVirtualThread(() -> go.call(() -> "in turn"));
    clock.awaitSleepers(1);
    assertThat(bulkhead.snapshot().running()).isZero();
    clock.advance(SECOND);
    waiting.join();
  }

  @Test
  void aRateLimitSpacesAttempts() {
    RateLimiter limiter =
        RateLimiter.named("l").rate(1, SECOND).timeout(Duration.ZERO).clock(clock).build();
    BoundOperation go = bind(Guard.builder().rateLimiter(limiter).build(), Kind.WRITE);
    go.call(() -> "first");
    assertThat(Failures.refusal(() -> go.call(() -> "second"))).isEqualTo(Rejection.RATE);
  }

  @Test
  void anAttemptRunsUnderItsTimeLimit() {
    BoundOperation go = bind(all().build(), Kind.WRITE);
    assertThat(go.call(() -> Deadline.current().remaining())).isEqualTo(SECOND);
  }

  @Test
  void aWaitHoldsNoPermitIsNeverSlowAndMayWaitAsAsked() {
    BoundOperation receive = bind(all().build(), Kind.RECEIVE);
    bulkhead.acquire();
    Duration left =
        receive.call(
            receive.on("").waiting(Duration.ofSeconds(20)),
            () -> {
              clock.advance(Duration.ofSeconds(5));
              return Deadline.current().remaining();
            });
    assertThat(left).isEqualTo(Duration.ofSeconds(16));
    assertThat(breaker.state()).as("never slow").isEqualTo(BreakerState.CLOSED);
    assertThat(breaker.snapshot().calls()).isEqualTo(1);
  }

  @Test
  void aSlowCallCounts() {
    BoundOperation go = bind(all().build(), Kind.READ);
    go.run(() -> clock.advance(SECOND.plusNanos(1)));
    assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
  }

  @Test
  void partsStackedByHandInAWrongOrderAreRefused() {
    Retry retry = Retry.named("r").build();
    List<Layer> stacked =
        List.of(
            Guard.builder().breaker(breaker).build(),
            Guard.builder().retry(retry).bulkhead(bulkhead).build());
    assertThat(LayerOrder.problems(stacked))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("the circuit breaker stands outside the retry"),
            second ->
                assertThat(second).startsWith("the circuit breaker stands outside the bulkhead"));
    assertThat(LayerOrder.problems(stacked.reversed())).isEmpty();
  }

  @Test
  void itTellsItsPartsInTheirOrder() {
    RateLimiter limiter = RateLimiter.named("l").rate(1, SECOND).build();
    assertThat(all().rateLimiter(limiter).build().roles())
        .containsExactly(
            Role.RETRY, Role.RATE_LIMIT, Role.BULKHEAD, Role.CIRCUIT_BREAKER, Role.TIME_LIMIT);
  }

  @Test
  void whatIsNoOperationIsCalledThroughTheSameParts() {
    Guard guard = all().build();
    assertThat(guard.<String, RuntimeException>call(() -> "through")).isEqualTo("through");
    bulkhead.acquire();
    assertThat(Failures.refusal(() -> guard.call(this::fail))).isEqualTo(Rejection.FULL);
    assertThat(Failures.refusal(() -> Deadline.within(Duration.ZERO, () -> guard.call(this::fail))))
        .isEqualTo(Rejection.DEADLINE);
    assertThat(calls).isZero();
  }

  @Test
  void whatIsIdempotentIsRepeatedWhateverItThrew() throws Exception {
    Guard guard = all().build();
    String answer =
        guard.callIdempotent(
            () -> {
              if (calls++ == 0) {
                throw new IOException("on cue");
              }
              return "at last";
            });
    assertThat(answer).isEqualTo("at last");
    assertThat(breaker.snapshot().failures()).isEqualTo(1);
  }

  @Test
  void whatIsIdempotentNeedNotThrowEither() {
    Guard guard = all().build();
    Result<String> result =
        guard.tryCallIdempotent(
            () -> {
              if (calls++ == 0) {
                throw new IOException("on cue");
              }
              return "at last";
            });
    assertThat(result).isEqualTo(new Result.Success<>("at last"));
    assertThat(guard.<String>tryCallIdempotent(this::fail)).isInstanceOf(Result.Failure.class);
  }

  @Test
  void waitsForAPlaceAreNotMultipliedByRetriesHoweverNested() {
    Bulkhead one = Bulkhead.named("b").capacity(1).timeout(Duration.ofMillis(20)).build();
    Heard heard = new Heard();
    Retry retry = Retry.named("r").maxAttempts(3).clock(clock).listener(heard).build();
    Guard guard = Guard.builder().retry(retry).bulkhead(one).build();
    assertThat(
            Failures.refusal(
                () -> guard.callIdempotent(() -> guard.callIdempotent(() -> "nested"))))
        .isEqualTo(Rejection.FULL);
    assertThat(one.snapshot().refused()).isEqualTo(1);
    assertThat(heard.events).isEmpty();
  }

  @Test
  void aRateLimitThatIsUsedUpForAnHourIsNotWaitedFor() {
    Guard guard =
        Guard.builder()
            .retry(Retry.named("r").clock(clock).build())
            .rateLimiter(
                RateLimiter.named("l")
                    .rate(1, Duration.ofHours(1))
                    .timeout(Duration.ZERO)
                    .clock(clock)
                    .build())
            .build();
    guard.callIdempotent(() -> "the one");
    assertThatThrownBy(() -> guard.callIdempotent(() -> "too many"))
        .isInstanceOfSatisfying(
            RejectedException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Rejection.RATE);
              assertThat(e.retryAfter()).contains(Duration.ofHours(1));
            });
  }

  @Test
  void checkedExceptionsPassThroughAllParts() {
    Guard guard = all().build();
    IOException failure = new IOException("on cue");
    assertThatThrownBy(() -> guard.call(() -> failing(failure))).isSameAs(failure);
    assertThatThrownBy(() -> guard.callIdempotent(() -> failing(failure))).isSameAs(failure);
    assertThat(calls).isEqualTo(2);
    assertThat(bulkhead.snapshot().running()).isZero();
  }

  @Test
  void aFailureThatNeedNotBeThrownKeepsTheInterrupt() {
    InterruptedException failure = new InterruptedException("on cue");
    assertThat(all().build().<String>tryCall(() -> failing(failure)))
        .isEqualTo(new Result.Failure<>(failure));
    assertThat(Thread.interrupted()).isTrue();
  }

  private <X extends Exception> String failing(X failure) throws X {
    calls++;
    throw failure;
  }

  @Test
  void aRefusalNeedNotBeThrown() {
    Guard guard = all().build();
    assertThat(guard.<String>tryCall(() -> "through")).isEqualTo(new Result.Success<>("through"));
    breaker.forceOpen();
    assertThat(guard.<String>tryCall(this::fail))
        .isInstanceOfSatisfying(
            Result.Failure.class,
            failure ->
                assertThat(failure.cause())
                    .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Rejection.OPEN)));
    assertThat(calls).isZero();
  }

  @Test
  void allOperationsOfASlotShareItsParts() {
    Guard guard = Guard.builder().breaker(breaker).build();
    BoundOperation one = bind(guard, Operation.of("fake", "one", Kind.WRITE));
    BoundOperation two = bind(guard, Operation.of("fake", "two", Kind.WRITE));
    assertThatThrownBy(() -> one.call(this::fail));
    assertThatThrownBy(() -> two.call(this::fail));
    assertThat(Failures.refusal(() -> one.call(this::fail))).isEqualTo(Rejection.OPEN);
    assertThat(guard.breaker()).contains(breaker);
    assertThat(guard.retry()).isEmpty();
  }
}
