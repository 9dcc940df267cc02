package io.patternsdk.core.layer;

import java.util.List;

/**
 * Something cross-cutting that is put round every capability of a slot: guard, metrics, tracing,
 * fault injection.
 *
 * <p>Safe for use by any number of threads.
 */
@FunctionalInterface
public interface Layer {

  /**
   * Binds the layer to one operation at one place; called once for each when its capability is
   * first asked for, which for what a slot names is at start, so that nothing is looked up on a
   * call.
   */
  Interceptor bind(Site site, Operation operation);

  /**
   * Returns what it does, outermost first, which decides where it may stand; nothing if it may
   * stand anywhere.
   */
  default List<Role> roles() {
    return List.of();
  }

  /** Returns a layer in a role. */
  static Layer as(Role role, Layer layer) {
    return new LayerInRole(role, layer);
  }
}
