package io.patternsdk.observability;

import io.opentelemetry.context.Context;
import io.patternsdk.core.Deadline;
import java.util.concurrent.Callable;

/** Takes the span in force to other threads. */
enum SpanCompanion implements Deadline.Companion {
  INSTANCE;

  @Override
  public Runnable carry(Runnable task) {
    return Context.current().wrap(task);
  }

  @Override
  public <T> Callable<T> carry(Callable<T> task) {
    return Context.current().wrap(task);
  }
}
