package io.patternsdk.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.pattern.Gate.State;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GateTest {
  private final Gate gate = new Gate();

  @Test
  void workIsLetInWhileItIsOpen() {
    assertThat(gate.enter()).isFalse();
    assertThat(gate.open()).isTrue();
    assertThat(gate.enter()).isTrue();
    assertThat(gate.count()).isEqualTo(1);
    assertThat(gate.close()).isTrue();
    assertThat(gate.enter()).isFalse();
    assertThat(gate.count()).as("what was let in is under way still").isEqualTo(1);
  }

  @Test
  void itOpensOnceAndClosesOnce() {
    assertThat(gate.open()).isTrue();
    assertThat(gate.open()).isFalse();
    assertThat(gate.close()).isTrue();
    assertThat(gate.close()).isFalse();
    assertThat(gate.open()).isFalse();
    assertThat(gate.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void whatIsBehindItStartsOnceAndDrainsOnce() {
    assertThat(gate.health().usable()).isFalse();
    gate.openFirst("the store");
    assertThat(gate.health().usable()).isTrue();
    assertThatThrownBy(() -> gate.openFirst("the store"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the store");
    assertThat(gate.enter()).isTrue();
    Thread.currentThread().interrupt();
    assertThat(gate.drain(Deadline.NONE)).as("although it was interrupted").isTrue();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(gate.health().usable()).isFalse();
    assertThat(gate.drain(Deadline.NONE)).as("without a wait").isFalse();
  }

  @Test
  void whatIsRefusedOrFailsIsNotUnderWay() {
    assertThatThrownBy(() -> gate.run(() -> 1, IllegalStateException::new))
        .isInstanceOf(IllegalStateException.class);
    gate.open();
    assertThat(gate.run(() -> gate.count(), IllegalStateException::new)).isEqualTo(1);
    assertThatThrownBy(
            () ->
                gate.run(
                    () -> {
                      throw new UnsupportedOperationException();
                    },
                    IllegalStateException::new))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(gate.count()).isZero();
  }

  @Test
  void waitingEndsWithTheLastWorkOrTheDeadline() throws Exception {
    gate.open();
    assertThat(gate.await(Deadline.NONE)).isTrue();
    assertThat(gate.enter()).isTrue();
    assertThat(gate.enter()).isTrue();
    assertThat(gate.await(Deadline.after(Duration.ZERO))).isFalse();
    CompletableFuture<Boolean> waited = new CompletableFuture<>();
    Thread waiter =
        Thread.startVirtualThread(
            () -> {
              try {
                waited.complete(gate.await(Deadline.NONE));
              } catch (InterruptedException e) {
                waited.completeExceptionally(e);
              }
            });
    gate.leave();
    assertThat(waited).isNotDone();
    gate.leave();
    waiter.join();
    assertThat(waited).isCompletedWithValue(true);
  }

  @Test
  void nothingIsLetInOnceWhoeverClosedItHasSeenItEmpty() throws Exception {
    for (int round = 0; round < 200; round++) {
      Gate racing = new Gate();
      racing.open();
      AtomicLong after = new AtomicLong();
      CompletableFuture<Void> ended = new CompletableFuture<>();
      Thread worker =
          Thread.startVirtualThread(
              () -> {
                while (racing.enter()) {
                  after.addAndGet(ended.isDone() ? 1 : 0);
                  racing.leave();
                }
              });
      racing.close();
      racing.await(Deadline.NONE);
      ended.complete(null);
      worker.join();
      assertThat(after).hasValue(0);
    }
  }
}
