package io.patternsdk.cdc.internal.message;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.Row.Unavailable;
import io.patternsdk.core.table.TableJson;
import io.patternsdk.core.table.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A table whose new rows are events that an application tells, each in the stream of its kind of
 * aggregate, as Debezium's event router has it. Immutable.
 *
 * @param id the column of the event's own id, which becomes the header {@code id}
 * @param key the column of what it is about, which becomes the key
 * @param type the column of what happened, which becomes the header {@code eventType}
 * @param payload the column of what becomes the body
 * @param route the column by which streams are chosen
 * @param topic how streams are named, with {@code {routedByValue}} for the value of that column
 * @param emptyIsTombstone whether an empty payload is a message without a body
 */
public record Outbox(
    String id,
    String key,
    String type,
    String payload,
    String route,
    String topic,
    boolean emptyIsTombstone) {
  private static final String ROUTED = "{routedByValue}";

  /** Reads the section of a table, whose names docs/cdc.md lists. */
  public static Outbox from(Settings s) {
    return new Outbox(
        s.string("table_field_event_id").orElse("id"),
        s.string("table_field_event_key").orElse("aggregateid"),
        s.string("table_field_event_type").orElse("type"),
        s.string("table_field_event_payload").orElse("payload"),
        s.string("route_by_field").orElse("aggregatetype"),
        s.string("route_topic_replacement").orElse("outbox.event." + ROUTED),
        s.bool("route_tombstone_on_empty_payload").orElse(false));
  }

  /** Returns the name of streams as a template over the columns of the row. */
  public String template() {
    return topic.replace("$" + ROUTED, ROUTED).replace(ROUTED, "{row." + route + "}");
  }

  /** Tells whether a change is a new event; what becomes of its row later is none. */
  public static boolean isEvent(Change change) {
    return switch (change.kind()) {
      case READ, INSERT -> true;
      case UPDATE, DELETE, TRUNCATE -> false;
    };
  }

  /**
   * Returns the table with the key by which its events stay in order.
   *
   * @throws IllegalArgumentException if a column is not there
   */
  public TableSchema keyed(TableSchema table) {
    for (String column : List.of(id, key, type, payload, route)) {
      if (table.place(column).isEmpty()) {
        throw new IllegalArgumentException(
            table.name() + " is no outbox: it has no column " + column);
      }
    }
    return TableSchema.of(table.name(), table.columns(), List.of(key));
  }

  /**
   * Returns the event that a new row is, with the same id each time.
   *
   * @throws BackendException INVALID_ARGUMENT if there is no new row, or it has no id
   */
  public Message message(Change change) {
    Row row = change.after().orElseThrow(() -> refused(change, "no event: a row is gone"));
    String event = text(row, id);
    if (event.isEmpty()) {
      throw refused(change, "an event without " + id);
    }
    byte @Nullable [] body = body(row.value(payload));
    Message.Builder message = body == null ? Message.tombstone() : Message.builder(body);
    String about = text(row, key);
    if (!about.isEmpty()) {
      message.key(about);
    }
    String once = change.position() + "/" + change.schema().name() + "/" + event;
    return message
        .id(UUID.nameUUIDFromBytes(once.getBytes(StandardCharsets.UTF_8)).toString())
        .header("id", event)
        .header("eventType", text(row, type))
        .build();
  }

  private byte @Nullable [] body(@Nullable Object value) {
    byte[] body =
        switch (value) {
          case null -> new byte[0];
          case byte[] bytes -> bytes;
          default -> text(value).getBytes(StandardCharsets.UTF_8);
        };
    return value == null || (emptyIsTombstone && body.length == 0) ? null : body;
  }

  private static String text(Row row, String column) {
    Object value = row.value(column);
    return value == null || value == Unavailable.UNAVAILABLE ? "" : text(value);
  }

  private static String text(Object value) {
    return String.valueOf(TableJson.value(value));
  }

  private static BackendException refused(Change change, String what) {
    return new BackendException(
        ErrorKind.INVALID_ARGUMENT, "a change of " + change.schema().name() + " is " + what);
  }
}
