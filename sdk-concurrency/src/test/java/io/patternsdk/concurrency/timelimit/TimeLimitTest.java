package io.patternsdk.concurrency.timelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.concurrency.fixtures.Failures;
import io.patternsdk.concurrency.fixtures.Heard;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Rejection;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeLimitTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private final MovableClock clock = MovableClock.create();
  private final TimeLimit limit = new TimeLimit(SECOND, clock);

  @Test
  void aCallSeesItsLimitAsDeadline() {
    assertThat(limit.call(() -> Deadline.current().remaining())).isEqualTo(SECOND);
    assertThat(Deadline.current()).isEqualTo(Deadline.NONE);
  }

  @Test
  void aSoonerDeadlineStaysInForce() {
    Duration half = Duration.ofMillis(500);
    assertThat(
            Deadline.after(half, clock).run(() -> limit.call(() -> Deadline.current().remaining())))
        .isEqualTo(half);
  }

  @Test
  void theLimitOfAWaitBeginsWhereTheWaitEnds() {
    assertThat(limit.call(SECOND, () -> Deadline.current().remaining()))
        .isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aWaitWithoutEndIsNoTrap() {
    assertThat(
            limit.<Duration, RuntimeException>call(
                Duration.ofSeconds(Long.MAX_VALUE), () -> Deadline.current().remaining()))
        .isGreaterThan(Duration.ofDays(1_000));
  }

  @Test
  void nothingStartsPastTheDeadline() {
    Deadline passed = Deadline.after(Duration.ZERO, clock);
    assertThat(Failures.refusal(() -> passed.run(() -> limit.call(() -> "late"))))
        .isEqualTo(Rejection.DEADLINE);
  }

  @Test
  void aCallThatTakesLongerIsCountedAndTold() {
    Heard heard = new Heard();
    TimeLimit told = TimeLimit.named("t").limit(SECOND).clock(clock).listener(heard).build();
    told.call(() -> "quick");
    assertThatThrownBy(() -> told.call(this::tooLong)).isInstanceOf(IllegalStateException.class);
    assertThat(told.snapshot()).isEqualTo(new TimeLimitSnapshot(SECOND, 1));
    assertThat(heard.events).containsExactly("t exceeded 1000 ms");
  }

  private String tooLong() {
    clock.advance(SECOND);
    throw new IllegalStateException("on cue");
  }

  @Test
  void whatIsNotSaidIsAsDocumented() {
    assertThat(TimeLimit.named("t").build().limit()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aLimitIsPositive() {
    assertThatThrownBy(() -> TimeLimit.of(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
