package io.patternsdk.driver.embedded;

import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.filter.Filter.Compare;
import io.patternsdk.core.filter.Filters;
import io.patternsdk.core.filter.Operator;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.json.JsonType;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.core.keyvalue.DocumentRequest.Order;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Documents, filters and orders by seed, over few fields and values so that they often meet. */
final class RandomQueries {
  static final List<String> FIELDS = List.of("s", "n", "in.side", "in.deep.er", "any");

  private static final List<Object> VALUES =
      Arrays.asList(
          null,
          true,
          false,
          0,
          -0.0,
          1,
          1.0,
          10.5,
          -3,
          1e300,
          12345678901234567L,
          "",
          "a",
          "ab",
          "b",
          "\uffff",
          "\ud83d\ude00",
          List.of(),
          List.of("a", 1),
          Map.of("x", 1),
          Map.of());

  private final Random random;

  RandomQueries(long seed) {
    this.random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  String key() {
    return List.of("a", "\uffff", "\ud83d\ude00", "k").get(below(4)) + below(30);
  }

  JsonObject document() {
    Map<String, Object> document = new LinkedHashMap<>();
    for (String field : List.of("s", "n", "any")) {
      if (below(4) > 0) {
        document.put(field, value());
      }
    }
    if (below(2) == 0) {
      document.put("in", below(4) == 0 ? value() : inner());
    }
    return JsonValue.of(document).asObject();
  }

  private Map<String, Object> inner() {
    Map<String, Object> inner = new LinkedHashMap<>();
    inner.put("side", value());
    inner.put("deep", below(3) == 0 ? value() : Map.of("er", below(5)));
    return inner;
  }

  Filter filter(int depth) {
    return switch (depth == 0 ? 0 : below(5)) {
      case 1 -> Filters.and(filter(depth - 1), filter(depth - 1));
      case 2 -> Filters.or(filter(depth - 1), filter(depth - 1));
      case 3 -> Filters.not(filter(depth - 1));
      default -> below(12) == 0 ? Filters.all() : comparison();
    };
  }

  private Filter comparison() {
    JsonPath field = JsonPath.parse(FIELDS.get(below(FIELDS.size())));
    Operator operator = Operator.values()[below(Operator.values().length)];
    return new Compare(field, operator, operand(operator));
  }

  private JsonValue operand(Operator operator) {
    return switch (operator) {
      case EQ, NE, CONTAINS -> JsonValue.of(value());
      case LT, LTE, GT, GTE -> JsonValue.of(List.of(1, 0.5, "a", "", "b", 10.5).get(below(6)));
      case STARTS_WITH, ENDS_WITH -> JsonValue.of(List.of("", "a", "b").get(below(3)));
      case IN -> JsonValue.of(Arrays.asList(value(), value(), value()));
      case EXISTS -> JsonValue.of(below(2) == 0);
      case TYPE -> JsonValue.of(JsonType.values()[below(JsonType.values().length)].label());
    };
  }

  Order order() {
    JsonPath field = JsonPath.parse(FIELDS.get(below(FIELDS.size())));
    return List.of(Order.BY_KEY, Order.by(field), Order.byDescending(field)).get(below(3));
  }

  List<String> someFields() {
    List<String> fields = new ArrayList<>(FIELDS);
    fields.removeIf(field -> below(2) == 0);
    return fields;
  }

  private Object value() {
    return VALUES.get(below(VALUES.size()));
  }
}
