package io.patternsdk.cdc.internal.message;

import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Messages that are the row and not what happened to it, as Debezium's {@code
 * ExtractNewRecordState} makes them. Immutable.
 *
 * @param deletion what becomes of a deletion
 * @param added what of the envelope is beside the row
 */
public record Flattening(Deletion deletion, List<Added> added) {
  private static final String DELETED = "__deleted";
  private static final String SOURCE = "source";
  private static final Set<String> SOURCE_FIELDS = Set.copyOf(EnvelopeSchemas.sourceFields());
  private static final Set<String> OWN = Set.of("op", "ts_ms", "ts_us", "ts_ns");

  /** What becomes of a deletion. */
  public enum Deletion {
    /** Nothing is told. */
    DROP,
    /** A message of its key without a body. */
    TOMBSTONE,
    /** The row as it was, and each row says whether it was deleted. */
    REWRITE,
    /** Both. */
    REWRITE_WITH_TOMBSTONE
  }

  /**
   * A member of the envelope that is told beside the row.
   *
   * @param name what it is called there
   * @param ofSource whether it is one of the source
   * @param field its name in the envelope
   */
  public record Added(String name, boolean ofSource, String field) {
    private static Added parse(String text, String prefix) {
      int colon = text.indexOf(':');
      String path = colon < 0 ? text : text.substring(0, colon);
      String name = colon < 0 ? path.replace('.', '_') : text.substring(colon + 1);
      boolean told = path.startsWith(SOURCE + ".");
      String field = told ? path.substring(SOURCE.length() + 1) : path;
      return new Added(prefix + name, told || !OWN.contains(field), field);
    }

    private boolean isKnown() {
      return ofSource ? SOURCE_FIELDS.contains(field) : OWN.contains(field);
    }
  }

  /** Reads the section, whose names docs/cdc.md lists, noting every problem in it. */
  public static Flattening from(Settings s) {
    String prefix = s.string("add_fields_prefix").orElse("__");
    List<Added> added = new ArrayList<>();
    for (String text : s.strings("add_fields").orElse(List.of())) {
      Added one = Added.parse(text, prefix);
      if (!one.isKnown()) {
        s.problem(
            "add_fields", "names nothing of the envelope: " + text, "such as op or source.ts_ms");
      }
      added.add(one);
    }
    return new Flattening(
        s.choice("delete_tombstone_handling_mode", Deletion.class).orElse(Deletion.TOMBSTONE),
        List.copyOf(added));
  }

  /** Tells whether a change becomes a message. */
  public boolean tells(Change change) {
    return switch (change.kind()) {
      case READ, INSERT, UPDATE -> true;
      case DELETE -> deletion != Deletion.DROP;
      case TRUNCATE -> false;
    };
  }

  /** Tells whether a row that is gone is told as it was. */
  public boolean tellsDeletedRows() {
    return deletion == Deletion.REWRITE || deletion == Deletion.REWRITE_WITH_TOMBSTONE;
  }

  /** Tells whether a deletion is, or is followed by, a message without a body. */
  public boolean tellsTombstones() {
    return deletion == Deletion.TOMBSTONE || deletion == Deletion.REWRITE_WITH_TOMBSTONE;
  }

  /** Returns the names of what is told beside the row, in their order, with their schemas. */
  List<JsonObject> schemas() {
    List<JsonObject> schemas = new ArrayList<>();
    if (tellsDeletedRows()) {
      schemas.add(ConnectSchema.field(DELETED, ConnectSchema.plain("string", true)));
    }
    for (Added one : added) {
      String type = one.ofSource() ? EnvelopeSchemas.sourceType(one.field()) : own(one.field());
      schemas.add(ConnectSchema.field(one.name(), ConnectSchema.plain(type, true)));
    }
    return schemas;
  }

  private static String own(String field) {
    return field.equals("op") ? "string" : "int64";
  }

  /** Adds to the members of a row what is told beside it. */
  void add(JsonObjectBuilder row, boolean deleted, JsonObject envelope) {
    if (tellsDeletedRows()) {
      row.put(DELETED, String.valueOf(deleted));
    }
    for (Added one : added) {
      JsonObject from = one.ofSource() ? envelope.object(SOURCE) : envelope;
      row.put(one.name(), from.find(one.field()).orElseThrow());
    }
  }
}
