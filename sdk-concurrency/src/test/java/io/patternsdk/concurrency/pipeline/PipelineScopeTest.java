package io.patternsdk.concurrency.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.concurrency.internal.EventPublisher;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PipelineScopeTest {
  private final PipelineScope scope =
      new PipelineScope(new EventPublisher("p", GuardListener.none()));

  @Test
  void laterFailuresAreSuppressedInTheFirst() {
    IOException first = new IOException("first");
    IOException later = new IOException("later");
    scope.fail(new FailedItem("a", 1, first));
    scope.fail(new FailedItem("b", 2, first));
    scope.fail(new FailedItem("c", 3, later));
    assertThat(scope.failure()).isEqualTo(new FailedItem("a", 1, first));
    assertThat(first.getSuppressed()).containsExactly(later);
  }
}
