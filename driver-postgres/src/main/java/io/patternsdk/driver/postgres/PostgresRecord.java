package io.patternsdk.driver.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonNull;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.json.JsonString;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.core.merge.Field;
import io.patternsdk.core.merge.Stamp;
import io.patternsdk.core.merge.StoredRecord;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a record as JSON: under each name the stamp and what it holds, in Base64, or as it
 * is where the server reads it, in the fields that begin with {@code ~}.
 */
final class PostgresRecord {
  private PostgresRecord() {}

  static String write(Map<String, Field> fields) {
    JsonObjectBuilder object = JsonObject.builder();
    fields.forEach(
        (name, field) ->
            object.put(name, JsonArray.of(field.stamp().text(), held(name, field.value()))));
    return object.build().toString();
  }

  private static @Nullable String held(String name, byte @Nullable [] value) {
    if (value == null) {
      return null;
    }
    return plain(name) ? new String(value, UTF_8) : Base64.getEncoder().encodeToString(value);
  }

  private static boolean plain(String name) {
    return name.startsWith("~");
  }

  static StoredRecord read(String json, long revision, long now) {
    Map<String, Field> fields = new HashMap<>();
    JsonObject.parse(json)
        .forEach(
            (name, value) -> {
              JsonArray field = (JsonArray) value;
              Stamp stamp = Stamp.parse(((JsonString) field.value(0)).value());
              fields.put(name, new Field(stamp, bytes(name, field.value(1))));
            });
    return new StoredRecord(Map.copyOf(fields), revision, now);
  }

  private static byte @Nullable [] bytes(String name, JsonValue held) {
    if (held instanceof JsonNull) {
      return null;
    }
    String text = ((JsonString) held).value();
    return plain(name) ? text.getBytes(UTF_8) : Base64.getDecoder().decode(text);
  }
}
