package io.patternsdk.observability;

import io.patternsdk.core.OperationException;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Handle;
import io.patternsdk.core.layer.Invocation;
import org.jspecify.annotations.Nullable;

/** What is open, timed until it ends. */
record TimedHandle(AttemptTimer timer, long start, Handle inner) implements Handle {

  @Override
  public <T> T step(Invocation step, Call<T> next) {
    return inner.step(step, next);
  }

  @Override
  public void end(@Nullable Throwable failure) {
    try {
      inner.end(failure);
    } catch (OperationException e) {
      timer.fail(start, e);
      throw e;
    }
    if (failure instanceof OperationException e) {
      timer.fail(start, e);
    } else {
      timer.succeed(start);
    }
  }
}
