package io.patternsdk.core.config;

import java.util.function.Function;

/**
 * A value together with the place that it came from, for a check that can be made only later.
 *
 * @param path the dotted path of the setting
 */
public record Located<T>(T value, Location location, String path) {

  /** The same place with another value. */
  public <R> Located<R> map(Function<? super T, ? extends R> change) {
    return new Located<>(change.apply(value), location, path);
  }

  /** A problem at this place; the words are those of {@link Problem}. */
  public Problem problem(String what, String fix) {
    return new Problem(location, path, what, fix);
  }

  /** The place alone: a value may be a secret. */
  @Override
  public String toString() {
    return path + " at " + location;
  }
}
