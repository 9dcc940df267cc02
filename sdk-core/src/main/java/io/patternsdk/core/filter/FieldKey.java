package io.patternsdk.core.filter;

import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.json.JsonValue;
import java.util.List;
import java.util.Optional;

/**
 * The name of a comparison in the text form: a path, and perhaps an operator behind its last dot.
 *
 * @param explicit whether the operator was written
 */
record FieldKey(JsonPath field, Operator operator, boolean explicit) {

  /** Reads a name that stands at this place of the filter. */
  static FieldKey parse(String key, String place) {
    requireNoBareDollar(key, place);
    JsonPath path;
    try {
      path = JsonPath.parse(key);
    } catch (JsonException e) {
      throw new FilterException(place, e.problem());
    }
    List<String> names = path.names();
    if (names.size() == 1) {
      return new FieldKey(path, Operator.EQ, false);
    }
    Optional<Operator> operator = Operator.labelled(path.last());
    if (operator.isPresent()) {
      List<String> field = names.subList(0, names.size() - 1);
      return new FieldKey(new JsonPath(field), operator.get(), true);
    }
    Spelling.cure(path.last())
        .ifPresent(
            cure -> {
              throw new FilterException(place, cure + "; a field of this name is " + key + ".eq");
            });
    return new FieldKey(path, Operator.EQ, false);
  }

  /** The name to write: {@code eq} only where the path alone would be read as something else. */
  static String text(JsonPath field, Operator operator, JsonValue value) {
    boolean plain =
        operator == Operator.EQ
            && !looksLikeOperators(value)
            && (field.names().size() == 1
                || (Operator.labelled(field.last()).isEmpty()
                    && Spelling.cure(field.last()).isEmpty()));
    return plain ? field.toString() : field + "." + operator;
  }

  /** Whether a value is an object as other languages write operators: {@code {"$lt": 20}}. */
  static boolean looksLikeOperators(JsonValue value) {
    return value instanceof JsonObject object
        && object.names().stream().anyMatch(name -> name.startsWith("$"));
  }

  private static void requireNoBareDollar(String key, String place) {
    for (int i = 1; i < key.length(); i++) {
      char before = key.charAt(i - 1);
      if (before == '\\') {
        i++;
      } else if (before == '.' && key.charAt(i) == '$') {
        throw new FilterException(
            place, "an operator behind a field has no $; a field that begins with one has \\$");
      }
    }
  }
}
