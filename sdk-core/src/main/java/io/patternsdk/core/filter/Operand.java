package io.patternsdk.core.filter;

import io.patternsdk.core.json.JsonString;
import io.patternsdk.core.json.JsonType;
import io.patternsdk.core.json.JsonValue;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The values that an operator takes. */
enum Operand {
  ANY("any value"),
  ORDERED("a number or a string"),
  STRING("a string"),
  ARRAY("an array of values"),
  BOOLEAN("true or false"),
  TYPE_LABEL("one of " + labels());

  private final String phrase;

  Operand(String phrase) {
    this.phrase = phrase;
  }

  String phrase() {
    return phrase;
  }

  boolean accepts(JsonValue value) {
    JsonType type = value.type();
    return switch (this) {
      case ANY -> true;
      case ORDERED -> type == JsonType.NUMBER || type == JsonType.STRING;
      case STRING -> type == JsonType.STRING;
      case ARRAY -> type == JsonType.ARRAY;
      case BOOLEAN -> type == JsonType.BOOLEAN;
      case TYPE_LABEL -> value instanceof JsonString label && isLabel(label.value());
    };
  }

  private static boolean isLabel(String text) {
    return Arrays.stream(JsonType.values()).anyMatch(type -> type.label().equals(text));
  }

  private static String labels() {
    return Arrays.stream(JsonType.values())
        .map(type -> '"' + type.label() + '"')
        .collect(Collectors.joining(", "));
  }
}
