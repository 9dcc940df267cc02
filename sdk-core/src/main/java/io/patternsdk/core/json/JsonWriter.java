package io.patternsdk.core.json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes values as JSON text: members in their order, numbers as their literals, and only those
 * characters escaped that must be (quotes, backslashes, control characters below U+0020). Every
 * value can be written; reading the text gives an equal value.
 *
 * <p>Immutable; one writer serves any number of threads.
 */
public final class JsonWriter {
  private static final JsonWriter COMPACT = new JsonWriter("");
  private static final JsonWriter PRETTY = new JsonWriter("  ");

  private final String indent;

  private JsonWriter(String indent) {
    this.indent = indent;
  }

  /** Writes no white space. */
  public static JsonWriter compact() {
    return COMPACT;
  }

  /** Writes each member and element on a line of its own, indented by two spaces a level. */
  public static JsonWriter pretty() {
    return PRETTY;
  }

  /** The text of a value, without a line end behind it. */
  public String write(JsonValue value) {
    return text(value).toString();
  }

  /** The text of a value in UTF-8; a new array. */
  public byte[] bytes(JsonValue value) {
    return write(value).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Appends the text of a value.
   *
   * @throws IOException if the target does
   */
  public void write(JsonValue value, Appendable target) throws IOException {
    target.append(text(value));
  }

  private StringBuilder text(JsonValue value) {
    StringBuilder out = new StringBuilder();
    append(value, 0, out);
    return out;
  }

  private void append(JsonValue value, int level, StringBuilder out) {
    switch (value) {
      case JsonString string -> Quoting.append(string.value(), out);
      case JsonArray array -> append(array, level, out);
      case JsonObject object -> append(object, level, out);
      case JsonNumber number -> out.append(number.text());
      case JsonBoolean bool -> out.append(bool);
      case JsonNull none -> out.append(none);
    }
  }

  private void append(JsonArray array, int level, StringBuilder out) {
    out.append('[');
    for (int i = 0; i < array.size(); i++) {
      separate(i, level + 1, out);
      append(array.value(i), level + 1, out);
    }
    close(array.isEmpty(), level, out).append(']');
  }

  private void append(JsonObject object, int level, StringBuilder out) {
    Members members = object.members();
    out.append('{');
    for (int i = 0; i < members.size(); i++) {
      separate(i, level + 1, out);
      Quoting.append(members.name(i), out);
      out.append(indent.isEmpty() ? ":" : ": ");
      append(members.value(i), level + 1, out);
    }
    close(object.isEmpty(), level, out).append('}');
  }

  private void separate(int before, int level, StringBuilder out) {
    if (before > 0) {
      out.append(',');
    }
    newLine(level, out);
  }

  private StringBuilder close(boolean empty, int level, StringBuilder out) {
    if (!empty) {
      newLine(level, out);
    }
    return out;
  }

  private void newLine(int level, StringBuilder out) {
    if (!indent.isEmpty()) {
      out.append('\n').repeat(indent, level);
    }
  }
}
