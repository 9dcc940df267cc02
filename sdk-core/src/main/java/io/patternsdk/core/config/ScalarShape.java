package io.patternsdk.core.config;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A value that has a text form; the function is empty for text that is none of its kind. */
record ScalarShape<T>(
    String expected, T standIn, Function<String, Optional<T>> parse, Function<T, String> text)
    implements Shape<T> {

  @Override
  public @Nullable T read(SettingsNode node, Place place) {
    SettingsNode.Scalar scalar = scalar(node, place);
    if (scalar == null) {
      return null;
    }
    try {
      Optional<T> value = parse.apply(place.placeholders().expand(scalar.text()));
      if (value.isEmpty()) {
        place.note(node, "is " + place.quote(scalar));
      }
      return value.orElse(null);
    } catch (UnresolvedException e) {
      place.note(node, e);
      return null;
    }
  }

  /** The node as text with a value, or null when it was noted that it is something else. */
  static SettingsNode.@Nullable Scalar scalar(SettingsNode node, Place place) {
    switch (node) {
      case SettingsNode.Sequence list -> place.note(node, "is a list");
      case SettingsNode.Mapping section -> place.note(node, "is a section");
      case SettingsNode.Opaque secret -> place.note(node, "is a secret");
      case SettingsNode.Scalar scalar -> {
        if (!scalar.empty()) {
          return scalar;
        }
        place.note(node, "has no value");
      }
    }
    return null;
  }

  @Override
  public String show(T value) {
    return text.apply(value);
  }
}
