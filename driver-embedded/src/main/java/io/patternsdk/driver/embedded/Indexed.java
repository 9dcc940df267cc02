package io.patternsdk.driver.embedded;

import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.json.JsonValue;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A document with what a table keeps of it.
 *
 * @param stored the value that is the document
 * @param fields its values at the table's paths; the text of a path is one name here
 */
record Indexed(Stored stored, JsonObject fields) {

  /** Reads a value; returns null if it is not a JSON object. */
  static @Nullable Indexed read(Stored stored, Collection<JsonPath> paths) {
    JsonObject document;
    try {
      document = JsonObject.parse(stored.value());
    } catch (JsonException e) {
      return null;
    }
    JsonObjectBuilder fields = JsonObject.builder();
    for (JsonPath path : paths) {
      path.in(document).ifPresent(value -> fields.put(path.toString(), value));
    }
    return new Indexed(stored, fields.build());
  }

  @Nullable JsonValue field(String path) {
    return fields.find(path).orElse(null);
  }
}
