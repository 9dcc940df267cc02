package io.patternsdk.cdc;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.json.JsonString;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.TableJson;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot that is under way: of what, for whom, and what of it every destination has.
 *
 * @param wish the wish that it grants; empty for the one at the beginning
 * @param start where it was begun among the changes
 * @param destinations who gets it
 * @param parts its tables
 * @param rows how many rows are delivered
 * @param bytes about how large they were at the source
 * @param total about how many rows there are; empty if the source does not say
 */
record SnapshotPlan(
    String wish,
    FeedPosition start,
    Set<String> destinations,
    List<Part> parts,
    long rows,
    long bytes,
    OptionalLong total) {

  /**
   * One table.
   *
   * @param keyed whether it has a key, by which it is read in chunks
   * @param last the key up to which it is delivered; empty for nothing of it
   * @param done whether it is delivered as a whole
   */
  record Part(TableName table, boolean keyed, Optional<Row> last, boolean done) {

    static Part of(TableSchema schema) {
      return new Part(schema.name(), !schema.key().isEmpty(), Optional.empty(), false);
    }

    Part whole() {
      return new Part(table, keyed, last, true);
    }

    /** Returns it delivered up to a row. */
    Part through(Row row) {
      return new Part(table, keyed, Optional.of(keyOf(row)), done);
    }

    /** Returns it as one of which nothing is delivered. */
    Part anew() {
      return new Part(table, keyed, Optional.empty(), false);
    }

    private static Row keyOf(Row row) {
      List<Column> columns = new ArrayList<>();
      List<@Nullable Object> values = new ArrayList<>();
      for (String name : row.schema().key()) {
        OptionalInt place = row.schema().place(name);
        columns.add(row.schema().columns().get(place.orElseThrow()));
        values.add(row.value(name));
      }
      return Row.of(
          TableSchema.of(row.schema().name(), columns, row.schema().key()), values.toArray());
    }

    private JsonObject json() {
      JsonObjectBuilder json =
          JsonObject.builder().put("table", table.toString()).put("keyed", keyed).put("done", done);
      last.ifPresent(
          row ->
              json.put("schema", TableJson.schema(row.schema())).put("last", TableJson.row(row)));
      return json.build();
    }

    private static Part of(JsonObject json) {
      Optional<Row> last =
          json.has("last")
              ? Optional.of(
                  TableJson.row(TableJson.schema(json.object("schema")), json.object("last")))
              : Optional.empty();
      return new Part(
          TableName.parse(json.string("table")), json.bool("keyed"), last, json.bool("done"));
    }
  }

  /** Tells whether it is the one at the beginning, without which a destination is not complete. */
  boolean isFirst() {
    return wish.isEmpty();
  }

  Set<TableName> tables() {
    return parts.stream().map(Part::table).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the tables that are not delivered as a whole. */
  Set<TableName> open() {
    return parts.stream()
        .filter(part -> !part.done)
        .map(Part::table)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  Optional<Part> part(TableName table) {
    return parts.stream().filter(part -> part.table.equals(table)).findFirst();
  }

  /** Returns it with one part changed, and what was delivered since. */
  SnapshotPlan with(TableName table, UnaryOperator<Part> change, long moreRows, long moreBytes) {
    return new SnapshotPlan(
        wish,
        start,
        destinations,
        parts.stream().map(p -> p.table.equals(table) ? change.apply(p) : p).toList(),
        rows + moreRows,
        bytes + moreBytes,
        total);
  }

  JsonObject json() {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("wish", wish)
            .put("start", start.toString())
            .put("destinations", List.copyOf(destinations))
            .put("parts", parts.stream().map(Part::json).toList())
            .put("rows", rows)
            .put("bytes", bytes);
    total.ifPresent(number -> json.put("total", number));
    return json.build();
  }

  static SnapshotPlan of(JsonObject json) {
    try {
      Set<String> names = new TreeSet<>();
      for (JsonValue each : json.array("destinations")) {
        names.add(((JsonString) each).value());
      }
      List<Part> parts = new ArrayList<>();
      json.array("parts").forEach(each -> parts.add(Part.of((JsonObject) each)));
      return new SnapshotPlan(
          json.string("wish"),
          FeedPosition.parse(json.string("start")),
          names,
          parts,
          json.number("rows").toLong(),
          json.number("bytes").toLong(),
          json.has("total")
              ? OptionalLong.of(json.number("total").toLong())
              : OptionalLong.empty());
    } catch (JsonException | ClassCastException | IllegalArgumentException e) {
      throw new BackendException(ErrorKind.CORRUPT, "the plan of the snapshot is not ours", e);
    }
  }

  /** The snapshot that is under way, in the state. For one thread at a time. */
  static final class Kept {
    private static final String PLAN = "plan";

    private final FencedRecord record;

    Kept(State state, String key) {
      this.record = new FencedRecord(state, key);
    }

    /** Takes it for a leader, so that an earlier one finds it replaced; empty if there is none. */
    Optional<SnapshotPlan> lead(long epoch) {
      return record
          .lead(epoch)
          .filter(json -> json.has(PLAN))
          .map(json -> SnapshotPlan.of(json.object(PLAN)));
    }

    void store(SnapshotPlan plan) {
      record.store(json -> json.put(PLAN, plan.json()));
    }

    /** Notes that none is under way. */
    void end() {
      record.store(json -> {});
    }
  }
}
