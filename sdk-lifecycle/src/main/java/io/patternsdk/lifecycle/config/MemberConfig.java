package io.patternsdk.lifecycle.config;

import io.patternsdk.concurrency.config.GuardConfig;
import io.patternsdk.core.config.Located;
import io.patternsdk.core.config.Settings;

/** What the file says of one member of a slot that takes many. Immutable. */
public final class MemberConfig {
  private final Located<String> backend;
  private final GuardConfig guard;

  private MemberConfig(Located<String> backend, GuardConfig guard) {
    this.backend = backend;
    this.guard = guard;
  }

  static MemberConfig from(String backend, Settings s, GuardConfig inherited) {
    return new MemberConfig(
        new Located<>(backend, s.location(), s.dottedPath()),
        GuardConfig.from(s.section("concurrency"), inherited));
  }

  /** Returns the backend, at its place. */
  public Located<String> backend() {
    return backend;
  }

  /** Returns what every call to this member passes. */
  public GuardConfig guard() {
    return guard;
  }
}
