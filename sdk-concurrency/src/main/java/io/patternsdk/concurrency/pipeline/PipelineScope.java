package io.patternsdk.concurrency.pipeline;

import io.patternsdk.concurrency.internal.EventPublisher;
import io.patternsdk.concurrency.internal.TaskScope;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What the threads of a pipeline share: whether it goes on, and why not. */
final class PipelineScope extends TaskScope<PipelineEnd> {
  private final AtomicReference<@Nullable FailedItem> failure = new AtomicReference<>();

  PipelineScope(EventPublisher publisher) {
    super(publisher, PipelineEnd.COMPLETED, PipelineEnd.TIMED_OUT);
  }

  @Nullable FailedItem failure() {
    return failure.get();
  }

  /** Stops it because of a failure. */
  void fail(FailedItem item) {
    FailedItem first = failure.compareAndExchange(null, item);
    if (first != null && first.cause() != item.cause()) {
      first.cause().addSuppressed(item.cause());
    }
    stop(PipelineEnd.FAILED);
  }
}
