package io.patternsdk.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonBoolean;
import io.patternsdk.core.json.JsonNull;
import io.patternsdk.core.json.JsonNumber;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonString;
import io.patternsdk.core.json.JsonValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** What Connect's JSON converter refuses: values that are not of the type that a schema says. */
final class ConnectJson {
  private ConnectJson() {}

  /** Fails where a value is not what its schema says. */
  static void check(String path, JsonObject schema, JsonValue value) {
    if (value instanceof JsonNull) {
      assertThat(schema.bool("optional")).as(path + " may be absent").isTrue();
      return;
    }
    String type = schema.string("type");
    switch (type) {
      case "struct" -> fields(path, schema.array("fields"), (JsonObject) value);
      case "int16" -> whole(path, value, 16);
      case "int32" -> whole(path, value, 32);
      case "int64" -> whole(path, value, 64);
      case "float", "double" -> assertThat(value).as(path).isInstanceOf(JsonNumber.class);
      case "boolean" -> assertThat(value).as(path).isInstanceOf(JsonBoolean.class);
      case "string" -> assertThat(value).as(path).isInstanceOf(JsonString.class);
      case "bytes" -> assertThat(((JsonString) value).value()).as(path).isBase64();
      default -> throw new AssertionError(path + " is of a type that nobody knows: " + type);
    }
  }

  private static void whole(String path, JsonValue value, int bits) {
    BigInteger number = ((JsonNumber) value).toBigDecimal().toBigIntegerExact();
    assertThat(number.bitLength()).as(path).isLessThan(bits);
  }

  private static void fields(String path, JsonArray fields, JsonObject value) {
    List<String> names = new ArrayList<>();
    for (JsonValue each : fields) {
      JsonObject field = (JsonObject) each;
      String name = field.string("field");
      names.add(name);
      check(path + "." + name, field, value.find(name).orElseThrow());
    }
    assertThat(value.names()).as(path).containsExactlyElementsOf(names);
  }
}
