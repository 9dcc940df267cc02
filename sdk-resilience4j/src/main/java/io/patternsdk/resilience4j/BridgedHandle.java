package io.patternsdk.resilience4j;

import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Handle;
import io.patternsdk.core.layer.Invocation;
import org.jspecify.annotations.Nullable;

/** What occupies the backend, with its place in the bulkhead until it ends. */
record BridgedHandle(Handle inner, @Nullable Places places, @Nullable Watch watch)
    implements Handle {

  @Override
  public <T> T step(Invocation step, Call<T> next) {
    try {
      return inner.step(step, next);
    } catch (Throwable failure) {
      report(failure);
      throw failure;
    }
  }

  @Override
  public void end(@Nullable Throwable failure) {
    try {
      inner.end(failure);
    } catch (Throwable ending) {
      report(ending);
      throw ending;
    } finally {
      if (places != null) {
        places.giveBack();
      }
    }
  }

  private void report(Throwable failure) {
    if (watch != null) {
      watch.report(failure);
    }
  }
}
