package io.patternsdk.driver.postgres;

import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.filter.Operator;
import io.patternsdk.core.filter.PushDown;
import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.json.JsonString;
import io.patternsdk.core.json.JsonValue;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A condition on the column {@code doc} that is true exactly where a filter matches, and false
 * elsewhere, never null. Whatever comes from a filter is a parameter.
 *
 * <p>Fields are reached by {@code ->}, which leads through objects only. JSONB compares numbers by
 * their exact value; strings are compared in the collation C, which is the order of code points.
 * Where a field has to equal a value, {@code doc @>} says so once more, for the index.
 */
final class PostgresFilter {
  /** More conditions than this are not for a database; the core evaluates them. */
  private static final int MOST_CLAUSES = 100;

  /** As many values of an {@code in} are looked up in the index, each by itself. */
  private static final int MOST_LOOKUPS = 16;

  private final StringBuilder sql = new StringBuilder();
  private final List<String> parameters = new ArrayList<>();

  PostgresFilter(Filter filter) {
    filter(filter);
  }

  /** Divides a filter: what JSONB can hold is compared by the server. */
  static PushDown divide(Filter filter) {
    return filter.clauses() > MOST_CLAUSES
        ? PushDown.nothing(filter)
        : filter.split(
            part ->
                !(part instanceof Filter.Compare compare)
                    || (compare.field().names().stream().allMatch(PostgresJson::holds)
                        && PostgresJson.holds(compare.value())));
  }

  /** The condition. */
  String sql() {
    return sql.toString();
  }

  /** Sets the parameters of {@link #sql}, the first at {@code at}, and returns where others go. */
  int bind(PreparedStatement statement, int at) throws SQLException {
    return bind(parameters, statement, at);
  }

  static int bind(List<String> parameters, PreparedStatement statement, int at)
      throws SQLException {
    int next = at;
    for (String parameter : parameters) {
      statement.setString(next++, parameter);
    }
    return next;
  }

  /** How a field is reached, with a parameter for each of its names. */
  static String field(JsonPath path) {
    return path.names().stream().map(name -> " -> ?").collect(Collectors.joining("", "(doc", ")"));
  }

  private void filter(Filter filter) {
    switch (filter) {
      case Filter.All all -> sql.append("true");
      case Filter.Compare compare -> compare(compare);
      case Filter.And and -> joined(and.operands(), " AND ");
      case Filter.Or or -> joined(or.operands(), " OR ");
      case Filter.Not not -> {
        sql.append("NOT (");
        filter(not.operand());
        sql.append(')');
      }
    }
  }

  private void joined(List<Filter> operands, String by) {
    String before = "(";
    for (Filter operand : operands) {
      sql.append(before);
      filter(operand);
      before = by;
    }
    sql.append(')');
  }

  private void compare(Filter.Compare compare) {
    JsonPath path = compare.field();
    JsonValue value = compare.value();
    switch (compare.operator()) {
      case EQ -> {
        contains(List.of(inside(path, value)));
        equal(path, "= ?::jsonb", value.toString());
      }
      case NE -> {
        sql.append("NOT ");
        equal(path, "= ?::jsonb", value.toString());
      }
      case IN -> in(path, value.asArray().values());
      case EXISTS -> field(path, value.asBoolean() ? " IS NOT NULL" : " IS NULL");
      case TYPE -> {
        sql.append("coalesce(jsonb_typeof");
        field(path, " = ?, false)", value.asString());
      }
      case CONTAINS -> contains(path, value);
      case LT, LTE, GT, GTE -> order(path, compare.operator(), value);
      case STARTS_WITH -> string(path, "starts_with(%s, ?)", value.asString());
      case ENDS_WITH ->
          string(path, "right(%s, char_length(?)) = ?", value.asString(), value.asString());
    }
  }

  private void equal(JsonPath path, String comparison, String value) {
    sql.append("coalesce(");
    field(path, " " + comparison + ", false)", value);
  }

  private void in(JsonPath path, List<JsonValue> values) {
    if (values.isEmpty()) {
      sql.append("false");
      return;
    }
    if (values.size() <= MOST_LOOKUPS) {
      contains(values.stream().map(value -> inside(path, value)).toList());
    }
    sql.append("coalesce(");
    field(
        path,
        " IN (SELECT jsonb_array_elements(?::jsonb)), false)",
        JsonArray.of(values).toString());
  }

  /** That the document contains one of these at least, which the index knows. */
  private void contains(List<JsonValue> parts) {
    String before = "(";
    for (JsonValue part : parts) {
      sql.append(before).append("doc @> ?::jsonb");
      parameters.add(part.toString());
      before = " OR ";
    }
    sql.append(") AND ");
  }

  private void contains(JsonPath path, JsonValue value) {
    if (value instanceof JsonString part) {
      sql.append('(');
      string(path, "position(? in %s) > 0", part.value());
      sql.append(" OR ");
      element(path, value);
      sql.append(')');
    } else {
      contains(List.of(inside(path, JsonArray.of(value))));
      element(path, value);
    }
  }

  private void element(JsonPath path, JsonValue value) {
    sql.append("EXISTS (SELECT FROM jsonb_array_elements(CASE WHEN jsonb_typeof");
    field(path, " = 'array' THEN ");
    field(path, " ELSE '[]' END) AS element WHERE element = ?::jsonb)", value.toString());
  }

  private void order(JsonPath path, Operator operator, JsonValue value) {
    String sign =
        switch (operator) {
          case LT -> "<";
          case LTE -> "<=";
          case GT -> ">";
          default -> ">=";
        };
    if (value instanceof JsonString text) {
      string(path, "%s " + sign + " ?", text.value());
    } else {
      sql.append("CASE WHEN jsonb_typeof");
      field(path, " = 'number' THEN ");
      field(path, "::numeric " + sign + " ?::numeric ELSE false END", value.toString());
    }
  }

  /** A condition on what has to be a string; {@code %s} stands for it. */
  private void string(JsonPath path, String condition, String... values) {
    sql.append("CASE WHEN jsonb_typeof");
    field(path, " = 'string' THEN ");
    String text = "((" + field(path) + " #>> '{}') COLLATE \"C\")";
    boolean valueFirst = condition.indexOf('?') < condition.indexOf("%s");
    if (valueFirst) {
      parameters.addAll(List.of(values));
    }
    parameters.addAll(path.names());
    if (!valueFirst) {
      parameters.addAll(List.of(values));
    }
    sql.append(condition.replace("%s", text)).append(" ELSE false END");
  }

  private void field(JsonPath path, String then, String... values) {
    sql.append(field(path)).append(then);
    parameters.addAll(path.names());
    parameters.addAll(List.of(values));
  }

  /** A document that has nothing but a value at a path. */
  private static JsonValue inside(JsonPath path, JsonValue value) {
    JsonValue inside = value;
    for (String name : path.names().reversed()) {
      inside = JsonObject.builder().put(name, inside).build();
    }
    return inside;
  }
}
