package io.patternsdk.core.changefeed;

import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.TableJson;
import io.patternsdk.core.table.TableSchema;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Changes as JSON that is read back without loss, for whoever stores them; form 1. */
public final class ChangeJson {
  private static final int FORM = 1;

  private ChangeJson() {}

  /** Returns a change as JSON. */
  public static JsonObject write(Change change) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("form", FORM)
            .put("position", change.position().toString())
            .put("kind", change.kind().name().toLowerCase(Locale.ROOT))
            .put("schema", TableJson.schema(change.schema()));
    change.before().ifPresent(row -> json.put("before", TableJson.row(row)));
    change.after().ifPresent(row -> json.put("after", TableJson.row(row)));
    json.put("transaction", change.transaction()).put("committed", change.committed().toString());
    if (!change.source().equals(SourceInfo.NONE)) {
      json.put("source", source(change.source()));
    }
    return json.build();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if it is something else, or of a newer form
   */
  public static Change read(JsonObject json) {
    try {
      if (json.number("form").toInt() != FORM) {
        throw new IllegalArgumentException("a change in form " + json.number("form").text());
      }
      TableSchema schema = TableJson.schema(json.object("schema"));
      return new Change(
          FeedPosition.parse(json.string("position")),
          Change.Kind.valueOf(json.string("kind").toUpperCase(Locale.ROOT)),
          schema,
          row(json, "before", schema),
          row(json, "after", schema),
          json.string("transaction"),
          Instant.parse(json.string("committed")),
          json.has("source") ? source(json.object("source")) : SourceInfo.NONE);
    } catch (JsonException | DateTimeException e) {
      throw new IllegalArgumentException("no change: " + e.getMessage(), e);
    }
  }

  private static JsonObject source(SourceInfo source) {
    return JsonObject.builder()
        .put("database", source.database())
        .put("lsn", source.lsn())
        .put("previous_commit", source.previousCommit())
        .put("mark", source.mark().name().toLowerCase(Locale.ROOT))
        .build();
  }

  private static SourceInfo source(JsonObject json) {
    return new SourceInfo(
        json.string("database"),
        json.number("lsn").toLong(),
        json.number("previous_commit").toLong(),
        SourceInfo.Mark.valueOf(json.string("mark").toUpperCase(Locale.ROOT)));
  }

  private static Optional<Row> row(JsonObject json, String name, TableSchema schema) {
    return json.has(name)
        ? Optional.of(TableJson.row(schema, json.object(name)))
        : Optional.empty();
  }
}
