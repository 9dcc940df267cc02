package io.patternsdk.multicast;

import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Invocation;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.layer.Operation;
import java.util.function.Consumer;

/** Layers that let a test in between the registry and a backend. */
final class Layers {
  private Layers() {}

  /** Does something before each operation of this name. */
  static Layer before(String name, Runnable action) {
    return before(
        operation -> {
          if (operation.name().equals(name)) {
            action.run();
          }
        });
  }

  /** Does something before each operation. */
  static Layer before(Consumer<Operation> action) {
    return (site, operation) ->
        new Interceptor() {
          @Override
          public <T> T call(Invocation invocation, Call<T> next) {
            action.accept(operation);
            return next.run();
          }
        };
  }
}
