package io.patternsdk.core.layer;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is open, while a layer holds something for it, such as a place of a bulkhead. It was
 * admitted when it was opened, so no step is refused; the layer is told of those that fail.
 *
 * @param failed is told what a step, or the end, failed with
 * @param release gives back what is held; run once, at the end
 */
public record HoldingHandle(Handle inner, Consumer<Throwable> failed, Runnable release)
    implements Handle {

  @Override
  public <T> T step(Invocation step, Call<T> next) {
    try {
      return inner.step(step, next);
    } catch (Throwable failure) {
      failed.accept(failure);
      throw failure;
    }
  }

  @Override
  public void end(@Nullable Throwable failure) {
    try {
      inner.end(failure);
    } catch (Throwable ending) {
      failed.accept(ending);
      throw ending;
    } finally {
      release.run();
    }
  }
}
