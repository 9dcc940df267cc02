package io.patternsdk.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MovableClockTest {
  private final MovableClock clock = MovableClock.at(Instant.EPOCH);

  @Test
  void standsStillUntilItIsMoved() {
    long before = clock.nanoTime();
    assertThat(clock.now()).isEqualTo(Instant.EPOCH);

    clock.advance(Duration.ofSeconds(3));

    assertThat(clock.nanoTime() - before).isEqualTo(3_000_000_000L);
    assertThat(clock.now()).isEqualTo(Instant.EPOCH.plusSeconds(3));
  }

  @Test
  void theWallStepsBackWithoutMonotonicTime() {
    long before = clock.nanoTime();
    clock.stepWall(Duration.ofHours(-1));
    assertThat(clock.now()).isEqualTo(Instant.EPOCH.minusSeconds(3600));
    assertThat(clock.nanoTime()).isEqualTo(before);
  }

  @Test
  void monotonicTimeNeverGoesBack() {
    assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void wakesWhoseTimeHasCome() throws InterruptedException {
    CountDownLatch early = sleeper(Duration.ofSeconds(1));
    CountDownLatch late = sleeper(Duration.ofSeconds(2));
    clock.awaitSleepers(2);

    clock.advance(Duration.ofSeconds(1));

    assertThat(early.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(clock.sleepers()).isEqualTo(1);
    assertThat(late.getCount()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(1));
    assertThat(late.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aSleepOfNoTimeReturnsAtOnce() throws InterruptedException {
    clock.sleep(Duration.ZERO);
    clock.sleep(Duration.ofSeconds(-1));
    assertThat(clock.sleepers()).isZero();
  }

  @Test
  void anInterruptEndsTheSleep() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> clock.sleep(Duration.ofSeconds(1)))
        .isInstanceOf(InterruptedException.class);
    assertThat(clock.sleepers()).isZero();
  }

  private CountDownLatch sleeper(Duration duration) {
    CountDownLatch woken = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                clock.sleep(duration);
                woken.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    return woken;
  }
}
