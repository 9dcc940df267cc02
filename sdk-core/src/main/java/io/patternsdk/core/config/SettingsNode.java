package io.patternsdk.core.config;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * One node of a tree of settings: text, a list, a map, or a secret. Immutable. Values are kept as
 * the text that was written; a type is given to them only by whoever reads them, so that {@code
 * NO}, {@code 1_000} and {@code 017} mean what the reader of the setting says.
 *
 * <p>No {@code toString} here shows a value, because a value may be a secret.
 */
public sealed interface SettingsNode {

  /** Where the node begins. */
  Location location();

  /**
   * Builds a tree from plain values, every node at {@link Location#CODE}: maps with string keys,
   * collections, strings, numbers, booleans, enums, secrets, and whatever else is read back from
   * its {@code toString}, such as {@code Duration}, {@code Path} and {@code URI}. A {@code null} is
   * a setting without a value.
   *
   * @throws IllegalArgumentException when a map has a key that is not a string
   */
  static SettingsNode of(@Nullable Object value) {
    return switch (value) {
      case null -> new Scalar("", false, Location.CODE);
      case SettingsNode node -> node;
      case Secret secret -> new Opaque(secret, Location.CODE);
      case Map<?, ?> map -> Mapping.of(map);
      case Collection<?> items ->
          new Sequence(items.stream().map(SettingsNode::of).toList(), Location.CODE);
      default -> new Scalar(value.toString(), true, Location.CODE);
    };
  }

  /**
   * Text, before placeholders are expanded.
   *
   * @param text what was written, without its quotes
   * @param quoted whether it stood in quotes or in a block, so that it is text even if it is empty
   */
  record Scalar(String text, boolean quoted, Location location) implements SettingsNode {

    /** Whether there is no value: nothing, {@code ~} or {@code null}, without quotes. */
    public boolean empty() {
      return !quoted && (text.isBlank() || text.equals("~") || text.equals("null"));
    }

    @Override
    public String toString() {
      return "text at " + location;
    }
  }

  /** A secret that a program hands in, to be asked for by who reads a secret setting. */
  record Opaque(Secret secret, Location location) implements SettingsNode {}

  /** A list, in the order in which it was written. */
  record Sequence(List<SettingsNode> items, Location location) implements SettingsNode {

    /** Copies the items. */
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String toString() {
      return "list of " + items.size() + " at " + location;
    }
  }

  /** A map, in the order in which it was written. */
  record Mapping(SequencedMap<String, Entry> entries, Location location) implements SettingsNode {

    /** Copies the entries. */
    public Mapping {
      entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
    }

    /** A map without entries. */
    public static Mapping empty(Location location) {
      return new Mapping(new LinkedHashMap<>(), location);
    }

    /**
     * Builds a map from plain values, as {@link SettingsNode#of} does.
     *
     * @throws IllegalArgumentException when a key is not a string
     */
    public static Mapping of(Map<?, ?> values) {
      SequencedMap<String, Entry> entries = new LinkedHashMap<>();
      values.forEach(
          (key, value) -> {
            if (!(key instanceof String name)) {
              throw new IllegalArgumentException("the name of a setting is a string, not " + key);
            }
            entries.put(name, new Entry(name, Location.CODE, SettingsNode.of(value)));
          });
      return new Mapping(entries, Location.CODE);
    }

    @Override
    public String toString() {
      return "settings " + entries.keySet() + " at " + location;
    }
  }

  /**
   * One named value of a map.
   *
   * @param location where the name stands; the value has its own
   */
  record Entry(String name, Location location, SettingsNode value) {}
}
