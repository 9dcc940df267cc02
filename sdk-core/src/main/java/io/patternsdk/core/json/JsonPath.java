package io.patternsdk.core.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way to a value through nested objects: one name or more.
 *
 * <p>The text form joins the names by dots: {@code location.building}. A backslash makes the next
 * character part of a name where it would mean something else: {@code \.} is a dot, {@code \\} a
 * backslash, {@code \$} a dollar sign (only filters give an unescaped one a meaning). Names may be
 * empty. A path leads through objects only, never into arrays.
 *
 * @param names the names from the outermost in; at least one
 */
public record JsonPath(List<String> names) {

  /** Refuses an empty list with an {@link IllegalArgumentException}. */
  public JsonPath {
    names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a path has at least one name");
    }
  }

  /** A path of plain names, in which no character has a meaning of its own. */
  public static JsonPath of(String first, String... more) {
    List<String> names = new ArrayList<>(more.length + 1);
    names.add(first);
    names.addAll(List.of(more));
    return new JsonPath(names);
  }

  /**
   * Reads the text form.
   *
   * @throws JsonException if a backslash is followed by something else than a dot, a backslash or a
   *     dollar sign
   */
  public static JsonPath parse(String text) {
    if (text.indexOf('.') < 0 && text.indexOf('\\') < 0) {
      return new JsonPath(List.of(text));
    }
    List<String> names = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        names.add(name.toString());
        name.setLength(0);
      } else if (c == '\\') {
        i++;
        name.append(escaped(text, i));
      } else {
        name.append(c);
      }
    }
    names.add(name.toString());
    return new JsonPath(names);
  }

  /** The value that this path leads to; empty if a name is absent or not within an object. */
  public Optional<JsonValue> in(JsonObject root) {
    Optional<JsonValue> found = root.find(names.get(0));
    for (int i = 1; i < names.size() && found.isPresent(); i++) {
      found =
          found.get() instanceof JsonObject object ? object.find(names.get(i)) : Optional.empty();
    }
    return found;
  }

  /** The path that goes on from this one by {@code inner}. */
  public JsonPath resolve(JsonPath inner) {
    List<String> all = new ArrayList<>(names);
    all.addAll(inner.names);
    return new JsonPath(all);
  }

  /** The last name. */
  public String last() {
    return names.get(names.size() - 1);
  }

  /** The text form, with dots, backslashes and a leading dollar sign of each name escaped. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    append(names.get(0), text);
    for (String name : names.subList(1, names.size())) {
      append(name, text.append('.'));
    }
    return text.toString();
  }

  private static void append(String name, StringBuilder text) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '.' || c == '\\' || (c == '$' && i == 0)) {
        text.append('\\');
      }
      text.append(c);
    }
  }

  private static char escaped(String text, int at) {
    char c = at < text.length() ? text.charAt(at) : 0;
    if (c != '.' && c != '\\' && c != '$') {
      throw new JsonException(
          "in the path " + text + " a backslash stands before something else than . \\ or $");
    }
    return c;
  }
}
