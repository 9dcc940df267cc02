package io.patternsdk.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventuallyTest {
  private static final Eventually SOON = Eventually.within(Duration.ofMillis(100));

  @Test
  void returnsAsSoonAsTheCheckHolds() {
    AtomicInteger tries = new AtomicInteger();
    SOON.check(() -> assertThat(tries.incrementAndGet()).isEqualTo(3));
    assertThat(tries).hasValue(3);
  }

  @Test
  void failsWithTheLastError() {
    assertThatThrownBy(
            () ->
                SOON.check(
                    () -> {
                      throw new IOException("no answer");
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no answer")
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void namesTheConditionThatStaysFalse() {
    assertThatThrownBy(() -> SOON.until("the queue is empty", () -> false))
        .hasMessageContaining("the queue is empty is not true");
  }

  @Test
  void returnsTheFirstValue() {
    AtomicInteger tries = new AtomicInteger();
    assertThat(SOON.value(() -> 10 / tries.getAndIncrement())).isEqualTo(10);
  }

  @Test
  void triesOnceWithoutTime() {
    Eventually.within(Duration.ZERO).until(() -> true);
  }

  @Test
  void anInterruptEndsTheWait() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> SOON.until(() -> false)).hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
