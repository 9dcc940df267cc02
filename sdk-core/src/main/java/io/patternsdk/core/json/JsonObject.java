package io.patternsdk.core.json;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object: values by unique name, kept in the order of insertion. The order is written and
 * iterated, but does not matter to {@code equals}.
 *
 * <p>{@link #find} and {@link #at} answer an absent member with an empty Optional; the typed
 * accessors ({@link #string} and its like) are for members that must be there, and throw a {@link
 * JsonException} naming the member if it is absent or of another type.
 */
public final class JsonObject implements JsonValue {
  /** <code>{}</code>. */
  public static final JsonObject EMPTY = new JsonObject(new Members());

  private final Members members;
  private final int depth;

  private JsonObject(Members members) {
    this.members = members;
    this.depth = members.depth();
  }

  /** For members that nobody else will change. */
  static JsonObject trusted(Members members) {
    return members.size() == 0 ? EMPTY : new JsonObject(members);
  }

  /**
   * Reads a document that must be an object, within {@link JsonLimits#DEFAULT}.
   *
   * @throws JsonException if the text is not JSON, is not an object, or exceeds a limit
   */
  public static JsonObject parse(String text) {
    return JsonValue.parse(text).asObject();
  }

  /**
   * Reads a document that must be an object, in UTF-8, within {@link JsonLimits#DEFAULT}.
   *
   * @throws JsonException if the text is not JSON, is not an object, or exceeds a limit
   */
  public static JsonObject parse(byte[] utf8) {
    return JsonValue.parse(utf8).asObject();
  }

  /** A builder without members. */
  public static JsonObjectBuilder builder() {
    return new JsonObjectBuilder(new Members());
  }

  /** A builder that starts with the members of this object. */
  public JsonObjectBuilder toBuilder() {
    return new JsonObjectBuilder(members.copy());
  }

  /** The number of members. */
  public int size() {
    return members.size();
  }

  /** Whether there is no member. */
  public boolean isEmpty() {
    return members.size() == 0;
  }

  /** The names in order; unmodifiable. */
  public List<String> names() {
    return new AbstractList<>() {
      @Override
      public String get(int index) {
        return members.name(checked(index));
      }

      @Override
      public int size() {
        return members.size();
      }
    };
  }

  /** Whether there is a member of this name; its value may be {@code null}. */
  public boolean has(String name) {
    return members.find(name) >= 0;
  }

  /** The value of a member, by its plain name; empty if it is absent. */
  public Optional<JsonValue> find(String name) {
    int place = members.find(name);
    return place < 0 ? Optional.empty() : Optional.of(members.value(place));
  }

  /**
   * The value at a dotted path such as {@code location.building}, as {@link JsonPath} defines it;
   * empty if a name is absent or leads through something that is not an object.
   */
  public Optional<JsonValue> at(String path) {
    return JsonPath.parse(path).in(this);
  }

  /** The characters of a string that must be there. */
  public String string(String name) {
    if (required(name) instanceof JsonString string) {
      return string.value();
    }
    throw Mismatch.member(name, JsonType.STRING, required(name));
  }

  /** A number that must be there. */
  public JsonNumber number(String name) {
    if (required(name) instanceof JsonNumber number) {
      return number;
    }
    throw Mismatch.member(name, JsonType.NUMBER, required(name));
  }

  /** The truth of a boolean that must be there. */
  public boolean bool(String name) {
    if (required(name) instanceof JsonBoolean bool) {
      return bool.value();
    }
    throw Mismatch.member(name, JsonType.BOOLEAN, required(name));
  }

  /** An array that must be there. */
  public JsonArray array(String name) {
    if (required(name) instanceof JsonArray array) {
      return array;
    }
    throw Mismatch.member(name, JsonType.ARRAY, required(name));
  }

  /** An object that must be there. */
  public JsonObject object(String name) {
    if (required(name) instanceof JsonObject object) {
      return object;
    }
    throw Mismatch.member(name, JsonType.OBJECT, required(name));
  }

  /** Calls the action with each name and value, in order. */
  public void forEach(BiConsumer<? super String, ? super JsonValue> action) {
    for (int i = 0; i < members.size(); i++) {
      action.accept(members.name(i), members.value(i));
    }
  }

  @Override
  public JsonType type() {
    return JsonType.OBJECT;
  }

  int depth() {
    return depth;
  }

  Members members() {
    return members;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof JsonObject object) || object.size() != size()) {
      return false;
    }
    for (int i = 0; i < members.size(); i++) {
      int place = object.members.find(members.name(i));
      if (place < 0 || !members.value(i).equals(object.members.value(place))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int sum = 0;
    for (int i = 0; i < members.size(); i++) {
      sum += members.name(i).hashCode() ^ members.value(i).hashCode();
    }
    return sum;
  }

  @Override
  public String toString() {
    return JsonWriter.compact().write(this);
  }

  private JsonValue required(String name) {
    int place = members.find(name);
    if (place < 0) {
      throw Mismatch.missing(name, this);
    }
    return members.value(place);
  }

  private int checked(int index) {
    return Objects.checkIndex(index, members.size());
  }
}
