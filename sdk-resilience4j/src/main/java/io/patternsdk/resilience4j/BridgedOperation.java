package io.patternsdk.resilience4j;

import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Interceptor;
import org.jspecify.annotations.Nullable;

/**
 * The layer bound to one operation.
 *
 * @param timed whether its length means something
 */
record BridgedOperation(
    @Nullable Turns turns, @Nullable Places places, @Nullable Watch watch, boolean timed)
    implements Interceptor {

  @Override
  public <T> T call(Call<T> next) {
    return turns == null ? placed(next) : turns.call(() -> placed(next));
  }

  private <T> T placed(Call<T> next) {
    return places == null ? watched(next) : places.call(() -> watched(next));
  }

  private <T> T watched(Call<T> next) {
    return watch == null ? next.run() : watch.call(timed, next);
  }
}
