package io.patternsdk.core.json;

import org.jspecify.annotations.Nullable;

/** Builds a {@link JsonObject} member by member. Not safe for use by several threads. */
public final class JsonObjectBuilder {
  private final Members members;

  JsonObjectBuilder(Members members) {
    this.members = members;
  }

  /**
   * Sets a member, converted as by {@link JsonValue#of(Object)}. A name that is there already keeps
   * its place and gets the new value.
   *
   * @throws JsonException if the value has no JSON form, or the name an unpaired surrogate
   */
  public JsonObjectBuilder put(String name, @Nullable Object value) {
    Utf8.requirePaired(name);
    JsonValue json = Conversion.member(name, value);
    int place = members.find(name);
    if (place < 0) {
      members.add(name, json);
    } else {
      members.replace(place, json);
    }
    return this;
  }

  /** The object as it stands; the builder may be used further without changing it. */
  public JsonObject build() {
    return JsonObject.trusted(members.copy());
  }
}
