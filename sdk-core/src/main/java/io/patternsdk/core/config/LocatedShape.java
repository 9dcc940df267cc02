package io.patternsdk.core.config;

import org.jspecify.annotations.Nullable;

/** A value together with the place of its node. */
record LocatedShape<T>(Shape<T> shape) implements Shape<Located<T>> {

  @Override
  public @Nullable Located<T> read(SettingsNode node, Place place) {
    T value = shape.read(node, place);
    return value == null
        ? null
        : new Located<>(value, node.location(), place.path(), place.written(node));
  }

  @Override
  public String expected() {
    return shape.expected();
  }

  @Override
  public boolean shown() {
    return shape.shown();
  }

  @Override
  public boolean guards() {
    return shape.guards();
  }

  @Override
  public Located<T> standIn() {
    return new Located<>(shape.standIn(), Location.CODE, "");
  }
}
