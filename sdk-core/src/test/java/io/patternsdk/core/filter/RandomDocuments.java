package io.patternsdk.core.filter;

import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonNumber;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random documents over few fields and few values, chosen where backends differ: numbers beyond
 * doubles and in several spellings, strings whose order depends on the encoding, strings that look
 * like patterns or numbers, names that need escapes, {@code null} beside absent, one field with
 * every type. The same seed gives the same documents. Not safe for use by several threads.
 */
public final class RandomDocuments {
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "0.0",
          "1",
          "1.0",
          "1e0",
          "-1",
          "2",
          "10",
          "20",
          "1.1",
          "1.10",
          "0.1",
          "1e-7",
          "19.999999999999999999",
          "20.000000000000000001",
          "9007199254740992",
          "9007199254740993",
          "12345678901234567890",
          "12345678901234567891",
          "1e400",
          "-1e400",
          "1e-400");
  private static final List<String> STRINGS =
      List.of(
          "", "a", "A", "ab", "abc", "b", "bc", "c", "1", "1.0", "true", "null", "B1", "online",
          "é", "e\u0301", "ß", "SS", "\uE000", "\uFFFD", "😀", "a😀", "%", "_", "a%c", "*", "a.b",
          "[a]", "\\", "\"", "'", "$a", " ", "a ", "\n");
  private static final List<JsonPath> FIELDS =
      List.of(
          JsonPath.of("status"),
          JsonPath.of("battery"),
          JsonPath.of("tags"),
          JsonPath.of("location", "building"),
          JsonPath.of("location", "lt"),
          JsonPath.of("location"),
          JsonPath.of("lt"),
          JsonPath.of("a.b"),
          JsonPath.of("a", "b"),
          JsonPath.of("a", "regex", "$c"),
          JsonPath.of("$price"),
          JsonPath.of("it's"),
          JsonPath.of("é\\"),
          JsonPath.of(""));

  private final Random random;

  /** Documents that depend on the seed alone. */
  public RandomDocuments(long seed) {
    this.random = new Random(seed);
  }

  /** The next document. */
  public JsonObject next() {
    return object(List.of(), 3);
  }

  /** A path that leads to something in many documents. */
  JsonPath field() {
    return pick(FIELDS);
  }

  /** A number or a string. */
  JsonValue ordered() {
    return random.nextBoolean() ? JsonNumber.of(pick(NUMBERS)) : JsonValue.of(string());
  }

  String string() {
    return pick(STRINGS);
  }

  JsonArray array(int depth) {
    List<JsonValue> values = new ArrayList<>();
    for (int size = random.nextInt(4); size > 0; size--) {
      values.add(value(depth - 1));
    }
    return JsonArray.of(values);
  }

  /** Any value. */
  JsonValue value(int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 8)) {
      case 0 -> JsonValue.of(null);
      case 1 -> JsonValue.of(random.nextBoolean());
      case 8 -> array(depth);
      case 9 -> object(List.of(), 1);
      default -> ordered();
    };
  }

  /** The members are those of the fields that continue this prefix, each perhaps left out. */
  private JsonObject object(List<String> prefix, int depth) {
    JsonObjectBuilder object = JsonObject.builder();
    for (JsonPath field : FIELDS) {
      int level = prefix.size();
      boolean within =
          field.names().size() > level && field.names().subList(0, level).equals(prefix);
      if (within && random.nextInt(4) > 0) {
        boolean leaf = field.names().size() == level + 1 || random.nextInt(8) == 0;
        JsonValue value =
            leaf ? value(depth - 1) : object(field.names().subList(0, level + 1), depth - 1);
        object.put(field.names().get(level), value);
      }
    }
    return object.build();
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
