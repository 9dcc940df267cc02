package io.patternsdk.core.config;

import org.jspecify.annotations.Nullable;

/** How one type of value is read from a node. */
interface Shape<T> {

  /** The value, or null when it was noted what is wrong with the node. */
  @Nullable T read(SettingsNode node, Place place);

  /** What would be right, such as {@code a duration such as 30s}. */
  String expected();

  /** What a required setting yields after its absence was noted, so that reading can go on. */
  T standIn();

  /** Whether a message may show the text of a value that is wrong. */
  default boolean shown() {
    return true;
  }

  /** Whether a setting of this kind guards something, and so never counts as not given. */
  default boolean guards() {
    return false;
  }

  /** The text form of a value, for ranges in messages. */
  default String show(T value) {
    return String.valueOf(value);
  }
}
