package io.patternsdk.concurrency.guard;

import io.patternsdk.concurrency.timelimit.TimeLimit;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Handle;
import io.patternsdk.core.layer.Invocation;
import org.jspecify.annotations.Nullable;

/** What is open, each step of which has its time. */
record LimitedHandle(TimeLimit limit, Handle inner) implements Handle {

  @Override
  public <T> T step(Invocation step, Call<T> next) {
    return limit.call(step.requestedWait(), () -> inner.step(step, next));
  }

  @Override
  public void end(@Nullable Throwable failure) {
    inner.end(failure);
  }
}
