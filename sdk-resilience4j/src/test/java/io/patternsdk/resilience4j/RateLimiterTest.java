package io.patternsdk.resilience4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import io.github.resilience4j.ratelimiter.internal.SemaphoreBasedRateLimiter;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Rejection;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private final AtomicLong now = new AtomicLong();

  private static RateLimiterConfig oneAnHour(Duration wait) {
    return RateLimiterConfig.custom()
        .limitForPeriod(1)
        .limitRefreshPeriod(HOUR)
        .timeoutDuration(wait)
        .build();
  }

  private AtomicRateLimiter reserving(Duration wait) {
    return new AtomicRateLimiter("l", oneAnHour(wait), now::get);
  }

  private static BoundOperation bind(RateLimiter limiter) {
    return Bound.to(Resilience4jGuard.builder().rateLimiter(limiter), Kind.WRITE);
  }

  private static BoundOperation usedUp(RateLimiter limiter) {
    BoundOperation go = bind(limiter);
    go.run(() -> {});
    return go;
  }

  @Test
  void aCallThatComesTooEarlyIsToldWhenToComeAgain() {
    BoundOperation go = usedUp(reserving(Duration.ZERO));
    now.addAndGet(HOUR.dividedBy(4).toNanos());
    var refusal = Bound.refused(() -> go.run(() -> {}));
    assertThat(refusal.reason()).isEqualTo(Rejection.RATE);
    assertThat(refusal.retryAfter()).contains(Duration.ofMinutes(45));
    now.addAndGet(Duration.ofMinutes(45).toNanos());
    assertThat(go.<String>call(() -> "through")).isEqualTo("through");
  }

  @Test
  void aLimiterOfSemaphoresDoesNotKnowWhen() {
    BoundOperation go = usedUp(new SemaphoreBasedRateLimiter("l", oneAnHour(Duration.ZERO)));
    var refusal = Bound.refused(() -> go.run(() -> {}));
    assertThat(refusal.reason()).isEqualTo(Rejection.RATE);
    assertThat(refusal.retryAfter()).isEmpty();
  }

  @Test
  void aTurnThatIsDueSoonIsWaitedFor() {
    RateLimiterConfig quick =
        RateLimiterConfig.custom()
            .limitForPeriod(1)
            .limitRefreshPeriod(Duration.ofMillis(5))
            .timeoutDuration(HOUR)
            .build();
    BoundOperation go = bind(new AtomicRateLimiter("l", quick));
    for (int i = 0; i < 5; i++) {
      assertThat(go.<String>call(() -> "through")).isEqualTo("through");
    }
  }

  @Test
  void aTurnPastTheDeadlineIsRefusedAtOnceAndNotLost() {
    AtomicRateLimiter limiter = reserving(HOUR.multipliedBy(2));
    BoundOperation go = usedUp(limiter);
    for (int i = 0; i < 3; i++) {
      assertThat(Bound.reason(() -> Deadline.within(HOUR.dividedBy(2), () -> go.run(() -> {}))))
          .isEqualTo(Rejection.DEADLINE);
    }
    assertThat(limiter.getDetailedMetrics().getNanosToWait()).isEqualTo(HOUR.toNanos());
  }

  @Test
  void waitingForSemaphoresEndsAtTheDeadline() {
    BoundOperation go = usedUp(new SemaphoreBasedRateLimiter("l", oneAnHour(HOUR)));
    assertThat(Bound.reason(() -> Deadline.within(Duration.ofMillis(5), () -> go.run(() -> {}))))
        .isEqualTo(Rejection.DEADLINE);
  }

  @Test
  void anInterruptWhileWaitingIsCancelled() throws Exception {
    assertThat(interruptedWhileWaiting(reserving(HOUR))).isTrue();
    assertThat(interruptedWhileWaiting(new SemaphoreBasedRateLimiter("l", oneAnHour(HOUR))))
        .isTrue();
  }

  private static boolean interruptedWhileWaiting(RateLimiter limiter) throws Exception {
    BoundOperation go = usedUp(limiter);
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    CompletableFuture<Boolean> cancelled =
        Bound.cancelledWithTheFlagSet(thread, () -> go.run(() -> {}));
    thread.get().interrupt();
    return cancelled.get();
  }

  @Test
  void theLimiterSeesHowACallEnded() {
    RateLimiterConfig draining =
        RateLimiterConfig.from(oneAnHour(Duration.ZERO))
            .limitForPeriod(5)
            .drainPermissionsOnResult(ended -> ended.isRight() && "enough".equals(ended.get()))
            .build();
    AtomicRateLimiter limiter = new AtomicRateLimiter("l", draining, now::get);
    BoundOperation go = bind(limiter);
    go.<String>call(() -> "more");
    assertThat(limiter.getMetrics().getAvailablePermissions()).isEqualTo(4);
    go.<String>call(() -> "enough");
    assertThat(limiter.getMetrics().getAvailablePermissions()).isZero();
  }
}
