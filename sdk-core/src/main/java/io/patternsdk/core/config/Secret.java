package io.patternsdk.core.config;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * A value that never prints: {@link #toString} shows stars, it cannot be serialised, and it has no
 * equality but its identity. It keeps where it came from instead of what it was: a secret that a
 * file or the environment holds is read again on each {@link #reveal}, so call that on every
 * connection and do not keep the result. May be used by any number of threads.
 */
public final class Secret {

  private final Supplier<String> source;

  private Secret(Supplier<String> source) {
    this.source = source;
  }

  /** A secret that never changes. */
  public static Secret of(String value) {
    Objects.requireNonNull(value, "value");
    return new Secret(() -> value);
  }

  /** A secret that is asked for on each {@link #reveal}, for example from a vault. */
  public static Secret from(Supplier<String> source) {
    return new Secret(source);
  }

  /**
   * The value as it is now. May read a small file.
   *
   * @throws ConfigException when the file or variable that holds it is gone; trying again later is
   *     safe and may succeed
   */
  public String reveal() {
    return source.get();
  }

  @Override
  public String toString() {
    return "***";
  }
}
