package io.patternsdk.concurrency.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.concurrency.fixtures.Failures;
import io.patternsdk.concurrency.fixtures.Heard;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration TENTH = Duration.ofMillis(100);
  private final MovableClock clock = MovableClock.create();

  private RateLimiterBuilder tenASecond() {
    return RateLimiter.named("r")
        .rate(10, SECOND)
        .burst(1)
        .timeout(Duration.ofSeconds(5))
        .clock(clock);
  }

  @Test
  void callsAreSpacedEvenly() {
    RateLimiter limiter = tenASecond().build();
    assertThat(limiter.tryAcquire()).isTrue();
    clock.advance(TENTH.minusNanos(1));
    assertThat(limiter.tryAcquire()).isFalse();
    clock.advance(Duration.ofNanos(1));
    assertThat(limiter.tryAcquire()).isTrue();
  }

  @Test
  void aPauseEarnsABurstAndNoMore() {
    RateLimiter limiter = tenASecond().burst(3).build();
    clock.advance(Duration.ofHours(1));
    int started = 0;
    while (limiter.tryAcquire()) {
      started++;
    }
    assertThat(started).isEqualTo(3);
    assertThat(limiter.snapshot()).isEqualTo(new RateLimiterSnapshot(0, TENTH, 1));
    clock.advance(TENTH);
    assertThat(limiter.snapshot()).isEqualTo(new RateLimiterSnapshot(1, Duration.ZERO, 1));
  }

  @Test
  void whoeverComesEarlyWaitsForItsTurn() throws Exception {
    RateLimiter limiter = tenASecond().timeout(TENTH).build();
    limiter.acquire();
    CompletableFuture<String> second = new CompletableFuture<>();
    Thread.startVirtualThread(() -> second.complete(limiter.call(() -> "in turn")));
    clock.awaitSleepers(1);
    clock.advance(TENTH);
    assertThat(second.get()).isEqualTo("in turn");
  }

  @Test
  void aTurnThatIsTooFarOffIsRefusedAtOnceAndSaysWhenToComeAgain() {
    Heard heard = new Heard();
    RateLimiter limiter = tenASecond().timeout(Duration.ofMillis(50)).listener(heard).build();
    limiter.acquire();
    assertThatThrownBy(limiter::acquire)
        .isInstanceOfSatisfying(
            RejectedException.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Rejection.RATE);
              assertThat(refusal.retryAfter()).contains(TENTH);
            });
    assertThat(heard.events).containsExactly("r refused RATE");
    clock.advance(TENTH);
    assertThat(limiter.tryAcquire()).as("a refusal takes no turn").isTrue();
  }

  @Test
  void nothingStartsPastTheDeadline() {
    RateLimiter limiter = tenASecond().build();
    Deadline passed = Deadline.after(Duration.ZERO, clock);
    assertThat(Failures.refusal(() -> passed.run(() -> limiter.call(() -> "late"))))
        .isEqualTo(Rejection.DEADLINE);
    assertThat(limiter.tryAcquire()).as("its turn is not lost").isTrue();
  }

  @Test
  void theBurstIsAsTheRateAndNobodyWaitsUnlessSaidOtherwise() {
    RateLimiter limiter = RateLimiter.named("r").rate(2.5, SECOND).clock(clock).build();
    assertThat(limiter.snapshot().available()).isEqualTo(2);
    limiter.acquire();
    limiter.acquire();
    assertThat(Failures.refusal(limiter::acquire)).isEqualTo(Rejection.RATE);
    RateLimiterBuilder slow = RateLimiter.named("r").rate(0.5, SECOND);
    assertThat(slow.build().snapshot().available()).isEqualTo(1);
    RateLimiterBuilder quick = RateLimiter.named("r").rate(20_000, SECOND);
    assertThat(quick.build().snapshot().available()).isEqualTo(10_000);
  }

  @Test
  void withoutARateThereIsNone() {
    assertThatThrownBy(() -> RateLimiter.named("r").build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the rate limiter r has no rate");
  }

  @Test
  void ratesAndBurstsThatCannotBeKeptAreRefused() {
    RateLimiterBuilder builder = RateLimiter.named("r").rate(1_000_000, SECOND).burst(10_000);
    assertThat(builder.clock(clock).build().snapshot().available()).isEqualTo(10_000);
    assertThatThrownBy(() -> builder.rate(1_000_001, SECOND)).hasMessageContaining("1,000,000");
    assertThatThrownBy(() -> builder.rate(1, Duration.ofHours(25))).hasMessageContaining("1 a day");
    assertThatThrownBy(() -> builder.burst(10_001)).hasMessageContaining("10,000");
    assertThatThrownBy(() -> builder.burst(0)).hasMessageContaining("10,000");
  }

  @Test
  void aTurnPastTheDeadlineIsRefusedAtOnce() {
    RateLimiter limiter = tenASecond().build();
    limiter.acquire();
    Deadline soon = Deadline.after(Duration.ofMillis(99), clock);
    assertThat(soon.run(() -> limiter.tryAcquire(SECOND))).isFalse();
    assertThat(
            Failures.refusal(
                () ->
                    soon.run(
                        () -> {
                          limiter.acquire();
                          return true;
                        })))
        .isEqualTo(Rejection.DEADLINE);
  }

  @Test
  void whoeverWakesTooLateDoesNotStart() throws Exception {
    RateLimiter limiter = tenASecond().build();
    limiter.acquire();
    Deadline soon = Deadline.after(TENTH.plusNanos(1), clock);
    CompletableFuture<Rejection> late = new CompletableFuture<>();
    CompletableFuture<Boolean> alsoLate = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> late.complete(Failures.refusal(() -> soon.run(() -> limiter.call(() -> "started")))));
    clock.awaitSleepers(1);
    Thread.startVirtualThread(
        () ->
            alsoLate.complete(Deadline.after(SECOND, clock).run(() -> limiter.tryAcquire(SECOND))));
    clock.awaitSleepers(2);
    clock.advance(SECOND);
    assertThat(late.get()).isEqualTo(Rejection.DEADLINE);
    assertThat(alsoLate.get()).isFalse();
  }

  @Test
  void aNegativeWaitIsNoWait() {
    RateLimiter limiter = tenASecond().build();
    assertThat(limiter.tryAcquire(Duration.ofSeconds(-1))).isTrue();
    assertThat(limiter.tryAcquire(Duration.ofSeconds(Long.MIN_VALUE))).isFalse();
  }

  @Test
  void turnsAreNeverCloserThanTheRate() {
    RateLimiter limiter = RateLimiter.named("r").rate(3, SECOND).burst(1).clock(clock).build();
    limiter.acquire();
    clock.advance(Duration.ofNanos(333_333_333));
    assertThat(limiter.tryAcquire()).isFalse();
    clock.advance(Duration.ofNanos(1));
    assertThat(limiter.tryAcquire()).isTrue();
  }

  @Test
  void aTurnThatIsNotWaitedForToItsEndIsTheNextOnes() throws Exception {
    RateLimiter limiter = tenASecond().timeout(SECOND).build();
    limiter.acquire();
    Thread second = Thread.startVirtualThread(() -> assertThatThrownBy(limiter::acquire));
    clock.awaitSleepers(1);
    Thread third = Thread.startVirtualThread(limiter::acquire);
    clock.awaitSleepers(2);
    second.interrupt();
    second.join();
    assertThat(limiter.snapshot().nextIn()).isEqualTo(TENTH);
    clock.advance(TENTH);
    assertThat(limiter.tryAcquire()).as("the turn of the second").isTrue();
    assertThat(limiter.snapshot().nextIn()).isEqualTo(TENTH.multipliedBy(2));
    clock.advance(TENTH);
    third.join();
    assertThat(limiter.tryAcquire()).as("that of the third is taken").isFalse();
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    RateLimiter limiter = tenASecond().build();
    limiter.acquire();
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    Thread thread =
        Thread.startVirtualThread(
            () -> {
              assertThatThrownBy(limiter::acquire)
                  .hasFieldOrPropertyWithValue("kind", ErrorKind.CANCELLED)
                  .hasFieldOrPropertyWithValue("effect", Effect.NONE);
              flag.complete(Thread.currentThread().isInterrupted());
            });
    clock.awaitSleepers(1);
    thread.interrupt();
    assertThat(flag.get()).isTrue();
  }
}
