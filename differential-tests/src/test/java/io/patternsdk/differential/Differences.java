package io.patternsdk.differential;

import io.patternsdk.core.json.JsonNull;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is different between two tellings of one history, each kind of difference once. */
final class Differences {
  /** The times at which something was processed, which no two processes share. */
  private static final Set<String> PROCESSED = Set.of("ts_ms", "ts_us", "ts_ns");

  /** What is of one run alone in a snapshot, and so is compared without its digits. */
  private static final Set<String> OF_THE_RUN = Set.of("lsn", "sequence", "txId");

  private static final Set<String> ROWS = Set.of("before", "after");
  private static final int LONGEST = 160;

  private final Map<String, String> types;
  private final Map<Pair, Map<String, Set<String>>> found = new LinkedHashMap<>();
  private final Set<List<JsonValue>> schemas = new HashSet<>();

  /**
   * Compares nothing yet.
   *
   * @param types what the database calls the types of the columns, by table and column
   */
  Differences(Map<String, String> types) {
    this.types = types;
  }

  /** What is told on either side. */
  private record Pair(String theirs, String ours) {}

  /** Returns a row for each difference: where, what Debezium tells, and what is told here. */
  List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    found.forEach(
        (pair, places) -> {
          List<String> where = new ArrayList<>();
          places.forEach(
              (what, when) ->
                  where.add(
                      when.size() > 1 || when.contains("")
                          ? what
                          : what + " in " + when.iterator().next()));
          rows.add(List.of(String.join(", ", where), pair.theirs, pair.ours));
        });
    return rows;
  }

  /** Compares all messages: of each key in their order. */
  void compare(List<Told> theirs, List<Told> ours) {
    Map<String, List<Told>> left = byKey(theirs);
    Map<String, List<Told>> right = byKey(ours);
    Set<String> all = new TreeSet<>(left.keySet());
    all.addAll(right.keySet());
    for (String key : all) {
      List<Told> one = left.getOrDefault(key, List.of());
      List<Told> other = right.getOrDefault(key, List.of());
      if (one.size() != other.size()) {
        add("messages of " + key, "", ops(one), ops(other));
        continue;
      }
      for (int i = 0; i < one.size(); i++) {
        compare(one.get(i), other.get(i));
      }
    }
  }

  private static Map<String, List<Told>> byKey(List<Told> all) {
    Map<String, List<Told>> byKey = new LinkedHashMap<>();
    for (Told each : all) {
      JsonValue key = each.key() instanceof JsonObject json ? payload(json) : each.key();
      byKey.computeIfAbsent(each.topic() + " " + key, k -> new ArrayList<>()).add(each);
    }
    return byKey;
  }

  private static boolean hasSchema(JsonObject json) {
    return json.names().size() == 2 && json.has("schema") && json.has("payload");
  }

  private static JsonObject payload(JsonObject json) {
    return hasSchema(json) ? json.object("payload") : json;
  }

  private static String ops(List<Told> all) {
    return all.isEmpty() ? "none" : String.join(" ", all.stream().map(Differences::op).toList());
  }

  private static String op(Told told) {
    return told.body() instanceof JsonObject body ? payload(body).string("op") : "tombstone";
  }

  private void compare(Told theirs, Told ours) {
    String op = op(theirs);
    if (!theirs.headers().equals(ours.headers())) {
      add("headers of `" + op + "`", "", "`" + theirs.headers() + "`", "`" + ours.headers() + "`");
    }
    String table = theirs.topic().substring(theirs.topic().lastIndexOf('.') + 1);
    if (theirs.key() instanceof JsonObject one && ours.key() instanceof JsonObject other) {
      schema(table, "the key", one, other);
    }
    if (theirs.body() instanceof JsonObject one && ours.body() instanceof JsonObject other) {
      schema(table, "the body", one, other);
      members(table, op, payload(one), payload(other));
    } else if (theirs.body() != null || ours.body() != null) {
      add("body", "", String.valueOf(theirs.body()), String.valueOf(ours.body()));
    }
  }

  private void members(String table, String op, JsonObject theirs, JsonObject ours) {
    order("the body", theirs, ours);
    for (String part : union(theirs, ours)) {
      JsonValue one = theirs.find(part).orElse(null);
      JsonValue other = ours.find(part).orElse(null);
      if (one instanceof JsonObject left && other instanceof JsonObject right) {
        order("`" + part + "`", left, right);
        for (String name : union(left, right)) {
          member(
              table, op, part, name, left.find(name).orElse(null), right.find(name).orElse(null));
        }
      } else if (!PROCESSED.contains(part) && !same(one, other)) {
        add("`" + part + "` of `" + op + "`", "", text(one), text(other));
      }
    }
  }

  private void order(String what, JsonObject theirs, JsonObject ours) {
    List<String> common = new ArrayList<>(theirs.names());
    common.retainAll(ours.names());
    List<String> here = new ArrayList<>(ours.names());
    here.retainAll(theirs.names());
    if (!common.equals(here)) {
      add("order of " + what, "", common.toString(), here.toString());
    }
  }

  private static Set<String> union(JsonObject one, JsonObject other) {
    Set<String> names = new LinkedHashSet<>(one.names());
    names.addAll(other.names());
    return names;
  }

  private void member(
      String table,
      String op,
      String part,
      String name,
      @Nullable JsonValue theirs,
      @Nullable JsonValue ours) {
    boolean read = op.equals("r");
    boolean source = part.equals("source");
    if (same(theirs, ours) || (source && read && PROCESSED.contains(name))) {
      return;
    }
    String one = text(theirs);
    String other = text(ours);
    if (source && OF_THE_RUN.contains(name)) {
      one = one.replaceAll("\\d+", "…");
      other = other.replaceAll("\\d+", "…");
      if (read && one.equals(other)) {
        return;
      }
    }
    String type = types.getOrDefault(table + "." + name, "a column that is gone");
    String when = read ? "a snapshot" : "a change";
    if (source) {
      add("`source." + name + "`", when, one, other);
    } else if (part.equals("before") && op.equals("d")) {
      add("`before` of `d`", "", one, other);
    } else {
      add(type, when, one, theirs == null ? "its text" : other);
    }
  }

  private void schema(String table, String what, JsonObject theirs, JsonObject ours) {
    if (hasSchema(theirs) && hasSchema(ours)) {
      JsonObject one = theirs.object("schema");
      JsonObject other = ours.object("schema");
      if (schemas.add(List.of(one, other))) {
        schema(table, what, "", one, other);
      }
    }
  }

  private void schema(String table, String what, String part, JsonObject theirs, JsonObject ours) {
    JsonObject one = alone(theirs);
    JsonObject other = alone(ours);
    if (!one.equals(other)) {
      add("schema of " + what, "", text(one), text(other));
    }
    Map<String, JsonObject> left = fields(theirs);
    Map<String, JsonObject> right = fields(ours);
    Set<String> names = new TreeSet<>(left.keySet());
    names.addAll(right.keySet());
    for (String name : names) {
      boolean column = ROWS.contains(part);
      String type = types.getOrDefault(table + "." + name, "a column that is gone");
      String child = column || what.equals("the key") ? type : "`" + name + "`";
      JsonObject inner = left.get(name);
      JsonObject outer = right.get(name);
      if (inner == null || outer == null) {
        add("schema of " + child, "", text(inner), text(outer));
      } else {
        schema(table, child, part.isEmpty() ? name : "-", inner, outer);
      }
    }
  }

  /** A schema without those of its fields. */
  private static JsonObject alone(JsonObject schema) {
    JsonObjectBuilder alone = JsonObject.builder();
    for (String name : schema.names()) {
      if (!name.equals("fields")) {
        alone.put(name, schema.find(name).orElseThrow());
      }
    }
    return alone.build();
  }

  private static Map<String, JsonObject> fields(JsonObject schema) {
    Map<String, JsonObject> fields = new TreeMap<>();
    if (schema.has("fields")) {
      schema
          .array("fields")
          .forEach(each -> fields.put(((JsonObject) each).string("field"), (JsonObject) each));
    }
    return fields;
  }

  private static boolean same(@Nullable JsonValue one, @Nullable JsonValue other) {
    return one == null ? other == null : one.equals(other);
  }

  private static String text(@Nullable JsonValue value) {
    if (value == null) {
      return "left out";
    }
    if (value instanceof JsonNull) {
      return "null";
    }
    String text = value.toString().replace("|", "\\|");
    return "`" + (text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text) + "`";
  }

  private void add(String what, String when, String theirs, String ours) {
    found
        .computeIfAbsent(new Pair(theirs, ours), pair -> new TreeMap<>())
        .computeIfAbsent(what, w -> new TreeSet<>())
        .add(when);
  }
}
