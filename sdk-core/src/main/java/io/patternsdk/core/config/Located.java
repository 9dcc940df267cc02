package io.patternsdk.core.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value together with the place that it came from, for a check that can be made only later.
 * Messages about it show {@link #shown} rather than the value.
 *
 * @param path the dotted path of the setting
 * @param placeholders the text that was expanded into the value; null where there was none to be
 */
public record Located<T>(T value, Location location, String path, @Nullable String placeholders) {

  /** A value that came from no placeholder. */
  public Located(T value, Location location, String path) {
    this(value, location, path, null);
  }

  /** The same place with another value. */
  public <R> Located<R> map(Function<? super T, ? extends R> change) {
    return new Located<>(change.apply(value), location, path, placeholders);
  }

  /** The value for a message; where it came from placeholders, these in its place. */
  public String shown() {
    return Masking.mask(placeholders == null ? String.valueOf(value) : placeholders);
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
