package io.patternsdk.resilience4j;

import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Handle;
import io.patternsdk.core.layer.HoldingHandle;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Invocation;
import io.patternsdk.core.layer.Operation;
import org.jspecify.annotations.Nullable;

/** The layer bound to one operation. */
record BridgedOperation(
    @Nullable Turns turns,
    @Nullable AwaitedBulkhead bulkhead,
    @Nullable Watch watch,
    Operation operation)
    implements Interceptor {

  @Override
  public <T> T call(Invocation invocation, Call<T> next) {
    return turns == null ? placed(next) : turns.call(() -> placed(next));
  }

  @Override
  public Handle open(Invocation opening, Call<Handle> next) {
    if (!operation.occupies()) {
      return Interceptor.super.open(opening, next);
    }
    return turns == null ? held(next) : turns.call(() -> held(next));
  }

  private Handle held(Call<Handle> next) {
    return bulkhead == null
        ? holding(next, () -> {})
        : bulkhead.hold(() -> holding(next, bulkhead::giveBack));
  }

  private Handle holding(Call<Handle> next, Runnable release) {
    return new HoldingHandle(watched(next), watch == null ? failure -> {} : watch::report, release);
  }

  private <T> T placed(Call<T> next) {
    return bulkhead == null ? watched(next) : bulkhead.call(() -> watched(next));
  }

  private <T> T watched(Call<T> next) {
    return watch == null ? next.run() : watch.call(operation, next);
  }
}
