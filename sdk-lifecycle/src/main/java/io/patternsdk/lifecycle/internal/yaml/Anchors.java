package io.patternsdk.lifecycle.internal.yaml;

import io.patternsdk.core.config.SettingsNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The anchored nodes of one document, and how many nodes it has when every alias counts as the
 * whole of what it refers to.
 */
final class Anchors {

  private static final int MOST = 50_000;

  /** A node that is complete, and how many nodes it is made of. */
  record Anchored(SettingsNode node, int nodes) {}

  private final Map<String, Anchored> anchored = new HashMap<>();
  private int nodes;

  int nodes() {
    return nodes;
  }

  /** Counts more nodes; false when there are too many. */
  boolean grow(int more) {
    nodes += more;
    return nodes <= MOST;
  }

  /** Hides an older anchor of this name, so that the node that begins cannot contain itself. */
  void begin(@Nullable String anchor) {
    if (anchor != null) {
      anchored.remove(anchor);
    }
  }

  void end(@Nullable String anchor, SettingsNode node, int size) {
    if (anchor != null) {
      anchored.put(anchor, new Anchored(node, size));
    }
  }

  @Nullable Anchored find(String anchor) {
    return anchored.get(anchor);
  }
}
