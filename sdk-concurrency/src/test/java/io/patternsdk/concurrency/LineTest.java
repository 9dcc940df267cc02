package io.patternsdk.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LineTest {
  private final Line line = new Line(new Announcer("p", GuardListener.none()));

  @Test
  void laterFailuresAreSuppressedInTheFirst() {
    IOException first = new IOException("first");
    IOException later = new IOException("later");
    line.fail(new FailedItem("a", 1, first));
    line.fail(new FailedItem("b", 2, first));
    line.fail(new FailedItem("c", 3, later));
    assertThat(line.failure()).isEqualTo(new FailedItem("a", 1, first));
    assertThat(first.getSuppressed()).containsExactly(later);
  }

  @Test
  void aThreadThatIsStartedAfterTheStopIsInterrupted() throws Exception {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    line.stop(PipelineEnd.CANCELLED);
    line.start(
        "late",
        () -> {
          while (!Thread.interrupted()) {
            Thread.yield();
          }
          interrupted.complete(true);
        });
    assertThat(interrupted.get()).isTrue();
  }
}
