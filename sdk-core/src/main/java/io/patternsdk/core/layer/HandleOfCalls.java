package io.patternsdk.core.layer;

import org.jspecify.annotations.Nullable;

/** A handle whose every step is a call to its layer. */
record HandleOfCalls(Interceptor layer, Handle inner) implements Handle {

  @Override
  public <T> T step(Invocation step, Call<T> next) {
    return layer.call(step, () -> inner.step(step, next));
  }

  @Override
  public void end(@Nullable Throwable failure) {
    inner.end(failure);
  }
}
