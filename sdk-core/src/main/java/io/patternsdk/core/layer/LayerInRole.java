package io.patternsdk.core.layer;

import java.util.List;

/** A layer that has one role. */
record LayerInRole(Role role, Layer layer) implements Layer {

  @Override
  public Interceptor bind(Site site, Operation operation) {
    return layer.bind(site, operation);
  }

  @Override
  public List<Role> roles() {
    return List.of(role);
  }
}
