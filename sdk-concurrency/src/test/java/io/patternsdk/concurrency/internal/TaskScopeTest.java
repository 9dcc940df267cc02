package io.patternsdk.concurrency.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.GuardListener;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TaskScopeTest {
  private enum End {
    COMPLETED,
    TIMED_OUT,
    CANCELLED
  }

  private final TaskScope<End> scope =
      new TaskScope<>(new EventPublisher("p", GuardListener.none()), End.COMPLETED, End.TIMED_OUT);

  @Test
  void aThreadThatIsStartedAfterTheStopIsInterrupted() throws Exception {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    scope.stop(End.CANCELLED);
    scope.start(
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
