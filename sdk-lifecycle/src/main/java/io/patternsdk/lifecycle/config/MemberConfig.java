package io.patternsdk.lifecycle.config;

import io.patternsdk.concurrency.config.GuardConfig;
import io.patternsdk.core.config.Located;
import io.patternsdk.core.config.Settings;

/**
 * What the file says of one member of a slot that takes many.
 *
 * @param backend the backend, at its place
 * @param guard what every call to this member passes
 */
public record MemberConfig(Located<String> backend, GuardConfig guard) {

  static MemberConfig from(String backend, Settings s, GuardConfig inherited) {
    return new MemberConfig(
        new Located<>(backend, s.location(), s.dottedPath()),
        GuardConfig.from(s.section("concurrency"), inherited));
  }
}
