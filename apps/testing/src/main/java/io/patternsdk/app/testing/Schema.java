package io.patternsdk.app.testing;

import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonBoolean;
import io.patternsdk.core.json.JsonNumber;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonString;
import io.patternsdk.core.json.JsonValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Validates JSON against the part of JSON Schema that openapi.json uses; a schema with any other
 * keyword fails.
 */
public record Schema(JsonObject document) {
  private static final Set<String> KNOWN =
      Set.of(
          "$ref",
          "type",
          "required",
          "properties",
          "additionalProperties",
          "enum",
          "items",
          "minLength",
          "minimum",
          "format",
          "description",
          "default",
          "examples");

  /** What is wrong with a value, place by place; empty if nothing is. */
  public List<String> problems(JsonObject schema, JsonValue value) {
    List<String> problems = new ArrayList<>();
    check(schema, value, "$", problems);
    return problems;
  }

  private void check(JsonObject schema, JsonValue value, String at, List<String> problems) {
    for (String keyword : schema.names()) {
      if (!KNOWN.contains(keyword)) {
        problems.add("schema of " + at + " has the keyword " + keyword);
      }
    }
    if (schema.has("$ref")) {
      check(resolve(schema.string("$ref")), value, at, problems);
    }
    if (schema.has("type") && !isOf(schema.string("type"), value)) {
      problems.add(at + " is " + value + ", not of type " + schema.string("type"));
    }
    if (schema.has("enum") && !schema.array("enum").contains(value)) {
      problems.add(at + " is " + value + ", not one of " + schema.array("enum"));
    }
    switch (value) {
      case JsonObject object -> members(schema, object, at, problems);
      case JsonArray array -> elements(schema, array, at, problems);
      case JsonString string -> string(schema, string.value(), at, problems);
      case JsonNumber number -> number(schema, number, at, problems);
      default -> {}
    }
  }

  /** The schema of a name such as {@code #/components/schemas/Problem}. */
  private JsonObject resolve(String reference) {
    JsonObject found = document;
    for (String name : reference.substring("#/".length()).split("/")) {
      found = found.object(name);
    }
    return found;
  }

  private void members(JsonObject schema, JsonObject object, String at, List<String> problems) {
    if (schema.has("required")) {
      for (JsonValue name : schema.array("required")) {
        if (!object.has(name.asString())) {
          problems.add(at + " has no " + name);
        }
      }
    }
    JsonObject properties =
        schema.has("properties") ? schema.object("properties") : JsonObject.EMPTY;
    JsonValue more = schema.find("additionalProperties").orElse(JsonBoolean.TRUE);
    object.forEach(
        (name, member) -> {
          if (properties.has(name)) {
            check(properties.object(name), member, at + "." + name, problems);
          } else if (more instanceof JsonObject others) {
            check(others, member, at + "." + name, problems);
          } else if (more.equals(JsonBoolean.FALSE)) {
            problems.add(at + " has the unknown member " + name);
          }
        });
  }

  private void elements(JsonObject schema, JsonArray array, String at, List<String> problems) {
    for (int i = 0; schema.has("items") && i < array.size(); i++) {
      check(schema.object("items"), array.value(i), at + "[" + i + "]", problems);
    }
  }

  private static void string(JsonObject schema, String string, String at, List<String> problems) {
    if (schema.has("minLength") && string.length() < schema.number("minLength").toInt()) {
      problems.add(at + " is too short");
    }
    if (schema.has("format") && schema.string("format").equals("date-time")) {
      try {
        Instant.parse(string);
      } catch (DateTimeParseException e) {
        problems.add(at + " is no date-time: " + string);
      }
    }
  }

  private static void number(
      JsonObject schema, JsonNumber number, String at, List<String> problems) {
    if (schema.has("minimum") && number.compareTo(schema.number("minimum")) < 0) {
      problems.add(at + " is less than " + schema.number("minimum"));
    }
  }

  private static boolean isOf(String type, JsonValue value) {
    return type.equals("integer")
        ? value instanceof JsonNumber number && isWhole(number.toBigDecimal())
        : type.equals(value.type().label());
  }

  private static boolean isWhole(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0;
  }
}
