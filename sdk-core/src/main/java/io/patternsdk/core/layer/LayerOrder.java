package io.patternsdk.core.layer;

import java.util.ArrayList;
import java.util.List;

/**
 * The one order of layers, which is that of {@link Role}. It is checked wherever layers are bound,
 * so that a wrong one fails at start; a layer without a role may stand anywhere. Roles may repeat,
 * but a retry may not stand inside a retry.
 */
public final class LayerOrder {
  private LayerOrder() {}

  /** Says what is wrong with layers, outermost first, and why; nothing if they are in order. */
  public static List<String> problems(List<? extends Layer> layers) {
    List<Role> roles = new ArrayList<>();
    layers.forEach(layer -> roles.addAll(layer.roles()));
    List<String> problems = new ArrayList<>();
    for (int outer = 0; outer < roles.size(); outer++) {
      for (Role inner : roles.subList(outer + 1, roles.size())) {
        if (roles.get(outer).mustNotEnclose(inner)) {
          problems.add(roles.get(outer).problemAround(inner));
        }
      }
    }
    return problems.stream().distinct().toList();
  }

  /**
   * Returns if layers, outermost first, are in order.
   *
   * @throws IllegalArgumentException with everything that is wrong, and why
   */
  public static void check(List<? extends Layer> layers) {
    List<String> problems = problems(layers);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("wrong order of layers: " + String.join("; ", problems));
    }
  }
}
