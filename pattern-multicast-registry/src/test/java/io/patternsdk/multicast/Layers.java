package io.patternsdk.multicast;

import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Invocation;
import io.patternsdk.core.layer.Layer;

/** Layers that let a test in between the registry and a backend. */
final class Layers {
  private Layers() {}

  /** Does something before each operation of this name. */
  static Layer before(String name, Runnable action) {
    return (site, operation) ->
        new Interceptor() {
          @Override
          public <T> T call(Invocation invocation, Call<T> next) {
            if (operation.name().equals(name)) {
              action.run();
            }
            return next.run();
          }
        };
  }
}
