package io.patternsdk.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** A start that fails takes back what it did, whatever else goes wrong. */
class UndoTest {
  private final Stage stage = new Stage();
  private final FakeService first = new FakeService();
  private final FakeService second = new FakeService();

  private void start() {
    Stage.start(stage.runner().service(first).service(second), Stage.yaml(""));
  }

  private static Runnable fails(String why) {
    return () -> {
      throw new IllegalStateException(why);
    };
  }

  @Test
  void aServiceThatCannotStartUndoesEverything() {
    second.onStart = fails("port in use");
    assertThatThrownBy(this::start).hasMessage("port in use");
    assertThat(stage.fake.events).endsWith("close registry");
    assertThat(first.events).containsExactly("prepare", "start", "close");
    assertThat(second.events).containsExactly("prepare", "start", "close");
  }

  @Test
  void whatFailsOnTheWayBackIsSuppressedAndKeepsNothingElseOpen() {
    second.onStart = fails("port in use");
    second.onClose = fails("still busy");
    stage.fake.onClose = fails("already gone");
    assertThatThrownBy(this::start)
        .hasMessage("port in use")
        .satisfies(
            e ->
                assertThat(e.getSuppressed())
                    .extracting(Throwable::getMessage)
                    .containsExactly("still busy", "already gone"));
    assertThat(first.events).endsWith("close");
    assertThat(stage.fake.events).endsWith("close registry");
  }

  @Test
  void anInterruptDoesNotReachTheStepsBack() {
    second.onStart =
        () -> {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("cancelled");
        };
    first.onClose =
        () -> first.events.add("interrupted: " + Thread.currentThread().isInterrupted());
    assertThatThrownBy(this::start).hasMessage("cancelled");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(first.events).endsWith("close", "interrupted: false");
  }
}
