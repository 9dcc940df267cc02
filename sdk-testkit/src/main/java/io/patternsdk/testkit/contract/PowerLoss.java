package io.patternsdk.testkit.contract;

import io.patternsdk.core.backend.Backend;
import java.util.function.Supplier;

/** A store whose power may be lost. */
public final class PowerLoss {
  private final Backend backend;
  private final Supplier<Backend> left;

  PowerLoss(Backend backend, Supplier<Backend> left) {
    this.backend = backend;
    this.left = left;
  }

  /** Returns the backend of the store. */
  public Backend backend() {
    return backend;
  }

  /** Opens what would be left where the power went at this moment; the store itself goes on. */
  public Backend left() {
    return left.get();
  }
}
