package io.patternsdk.examples.leader;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.pattern.PatternBuilder;
import java.time.Duration;

/** Makes a {@link Leader} for a program that uses it as a library. */
public final class LeaderBuilder extends PatternBuilder<Leader, LeaderBuilder> {
  LeaderBuilder() {
    super(new LeaderProvider());
  }

  /** Sets what holds the lease, with layers round it, outermost first. */
  public LeaderBuilder lease(Backend backend, Layer... layers) {
    return slot("lease", backend, layers);
  }

  /** Sets what the lease says of whoever leads. */
  public LeaderBuilder name(String name) {
    return set("name", name);
  }

  /** Sets how long the lease lasts without being renewed. */
  public LeaderBuilder length(Duration length) {
    return set("lease", length);
  }
}
