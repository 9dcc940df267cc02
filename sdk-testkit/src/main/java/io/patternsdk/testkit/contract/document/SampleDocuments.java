package io.patternsdk.testkit.contract.document;

import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.filter.Filters;
import io.patternsdk.core.json.JsonString;
import io.patternsdk.core.json.JsonType;
import io.patternsdk.core.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Documents and filters made by chance, of values that a backend may confuse; the same ones for the
 * same seed. For one thread.
 */
public final class SampleDocuments {
  /** The fields of the documents, as paths; the last of them is in none. */
  public static final List<String> FIELDS = List.of("a", "b", "in.a", "in.b", "x\\.y", "", "never");

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-0",
          "1",
          "1.0",
          "10e-1",
          "2",
          "10",
          "-1",
          "0.1",
          "0.10000000000000001",
          "9007199254740992",
          "9007199254740993",
          "9007199254740993.5",
          "123456789012345678901234567890",
          "1e300",
          "1e400",
          "1.5e400",
          "-1e400",
          "1e-400",
          "\"\"",
          "\"a\"",
          "\"A\"",
          "\"ab\"",
          "\"1\"",
          "\"true\"",
          "\"null\"",
          "\"%\"",
          "\"_\"",
          "\"a*\"",
          "\"'\"",
          "\"\\\\\"",
          "\"\\u0000\"",
          "\"\u00e9\"",
          "\"e\u0301\"",
          "\"\uffff\"",
          "\"\ud83d\ude00\"",
          "\"\ud83d\ude01\"",
          "[]",
          "[1]",
          "[1.0,2]",
          "[\"a\"]",
          "[null]",
          "[[1]]",
          "{}",
          "{\"c\":1}",
          "{\"c\":1.0}");

  private final Random random;

  /** Begins with a seed. */
  public SampleDocuments(long seed) {
    this.random = new Random(seed);
  }

  /** Makes the text of a document, a JSON object. */
  public String document() {
    List<String> members = new ArrayList<>();
    Stream.of("a", "b", "x.y", "").forEach(name -> add(members, name, one(VALUES)));
    if (random.nextBoolean()) {
      List<String> inner = new ArrayList<>();
      Stream.of("a", "b").forEach(name -> add(inner, name, one(VALUES)));
      add(members, "in", random.nextInt(4) == 0 ? one(VALUES) : object(inner));
    }
    return object(members);
  }

  /** Makes a filter of at most {@code depth} levels. */
  public Filter filter(int depth) {
    int kind = depth == 1 ? 9 : random.nextInt(12);
    return switch (kind) {
      case 0, 1, 2 -> Filters.and(filters(depth - 1));
      case 3, 4 -> Filters.or(filters(depth - 1));
      case 5 -> Filters.not(filter(depth - 1));
      case 6 -> random.nextInt(4) == 0 ? Filters.all() : filter(depth - 1);
      default -> comparison(one(FIELDS));
    };
  }

  private List<Filter> filters(int depth) {
    return Stream.generate(() -> filter(depth)).limit(1 + random.nextInt(3)).toList();
  }

  private Filter comparison(String field) {
    return switch (random.nextInt(12)) {
      case 0, 1 -> Filters.eq(field, value());
      case 2 -> Filters.ne(field, value());
      case 3 -> Filters.lt(field, ordered());
      case 4 -> Filters.lte(field, ordered());
      case 5 -> Filters.gt(field, ordered());
      case 6 -> Filters.gte(field, ordered());
      case 7 -> Filters.startsWith(field, string());
      case 8 -> Filters.endsWith(field, string());
      case 9 -> Filters.contains(field, value());
      case 10 -> Filters.in(field, value(), value(), value());
      default ->
          random.nextBoolean()
              ? Filters.type(field, one(List.of(JsonType.values())))
              : random.nextBoolean() ? Filters.exists(field) : Filters.absent(field);
    };
  }

  private JsonValue value() {
    return JsonValue.parse(one(VALUES));
  }

  private JsonValue ordered() {
    JsonValue value = value();
    boolean takes = value.type() == JsonType.NUMBER || value.type() == JsonType.STRING;
    return takes ? value : ordered();
  }

  private String string() {
    return value() instanceof JsonString string ? string.value() : string();
  }

  private void add(List<String> members, String name, String value) {
    if (random.nextInt(4) > 0) {
      members.add("\"" + name + "\"" + one(List.of(":", " : ", ":\n\t")) + value);
    }
  }

  private static String object(List<String> members) {
    return "{" + String.join(",", members) + "}";
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
