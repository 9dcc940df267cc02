package io.patternsdk.driver.embedded;

import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.driver.embedded.journal.StoredValue;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A value with what a table keeps of it.
 *
 * @param stored the value
 * @param fields its values at the table's paths; the text of a path is one name here
 * @param readable whether it is a JSON object; what is none is handed over whatever the filter
 */
record IndexedDocument(StoredValue stored, JsonObject fields, boolean readable) {

  /** Reads a value. */
  static IndexedDocument read(StoredValue stored, Collection<JsonPath> paths) {
    JsonObject document;
    try {
      document = JsonObject.parse(stored.value());
    } catch (JsonException e) {
      return new IndexedDocument(stored, JsonObject.EMPTY, false);
    }
    JsonObjectBuilder fields = JsonObject.builder();
    for (JsonPath path : paths) {
      path.in(document).ifPresent(value -> fields.put(path.toString(), value));
    }
    return new IndexedDocument(stored, fields.build(), true);
  }

  @Nullable JsonValue field(String path) {
    return fields.find(path).orElse(null);
  }
}
