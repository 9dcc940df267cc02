package io.patternsdk.cdc;

import io.patternsdk.cdc.internal.message.DebeziumEnvelope;
import io.patternsdk.cdc.internal.message.DebeziumForms.Compatibility;
import io.patternsdk.cdc.internal.message.Flattening;
import io.patternsdk.cdc.internal.message.Outbox;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.Change.Kind;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.Row.Unavailable;
import io.patternsdk.core.table.TableJson;
import io.patternsdk.core.table.TableName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes messages of changes, the same of the same change. For one thread at a time. */
final class Envelopes {
  private static final String NEW_KEY = "__debezium.newkey";
  private static final String OLD_KEY = "__debezium.oldkey";

  private final CdcSettings settings;
  private final Topic topic;
  private final DebeziumEnvelope debezium;

  private final Map<TableName, Event> events = new HashMap<>();

  /** The ids of rows of a snapshot that neither a key nor a position tells from others. */
  private final IdentityHashMap<Change, String> rows = new IdentityHashMap<>();

  /** Makes messages that say from which driver changes came, for streams that a template names. */
  Envelopes(CdcSettings settings, String driver, Topic topic) {
    this.settings = settings;
    this.topic = topic;
    this.debezium =
        new DebeziumEnvelope(
            driver,
            settings.topicPrefix(),
            settings.forms(),
            settings.flatten(),
            settings.schemas());
    settings
        .shapes()
        .forEach(
            (name, shape) ->
                shape
                    .outbox()
                    .ifPresent(
                        outbox ->
                            events.put(
                                shape.table().orElse(name),
                                new Event(
                                    outbox,
                                    new Topic(outbox.template(), settings.topicPrefix())))));
  }

  /** How rows of an outbox become events, and where these go. */
  private record Event(Outbox outbox, Topic topic) {
    Addressed of(Change change) {
      Message message = outbox.message(change);
      String letter = Operations.letter(change.kind());
      return new Addressed(topic.of(change, letter, change.after().orElse(null)), message);
    }
  }

  /** A message and the stream that it goes to. */
  record Addressed(String stream, Message message) {}

  /**
   * Returns the messages of a change in their order, each of the key that it is about.
   *
   * @throws BackendException INVALID_ARGUMENT if it has a value that no message can tell
   * @throws IllegalArgumentException if the settings do not fit it
   */
  List<Addressed> messages(Change change) {
    try {
      return made(change);
    } catch (BackendException | IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException e) { // its text may have the value, which may be a secret
      throw new BackendException(
          ErrorKind.INVALID_ARGUMENT,
          "a change of %s has a value that no message can tell: %s"
              .formatted(change.schema().name(), e.getClass().getSimpleName()),
          e);
    }
  }

  private List<Addressed> made(Change change) {
    Event event = events.get(change.schema().name());
    if (event != null) {
      return List.of(event.of(change));
    }
    List<Addressed> messages = new ArrayList<>(2);
    boolean moved =
        change.kind() == Kind.UPDATE
            && change.before().map(row -> moved(row, change)).orElse(false);
    if (moved) {
      Row before = change.before().orElseThrow();
      Row after = change.after().orElseThrow();
      gone(messages, change, before, after);
      add(messages, change, "c", after, body(change, "c", null, after));
      told(messages, OLD_KEY, before);
      return messages;
    }
    if (change.kind() == Kind.DELETE) {
      gone(messages, change, change.before().orElseThrow(), null);
      return messages;
    }
    Row row = change.row().orElse(null);
    String letter = Operations.letter(change.kind());
    Row before = change.before().orElse(null);
    add(messages, change, letter, row, body(change, letter, before, change.after().orElse(null)));
    return messages;
  }

  /** Adds what tells that a row is gone, or has another key now. */
  private void gone(List<Addressed> messages, Change change, Row before, @Nullable Row now) {
    if (settings.flatten().map(Flattening::tellsDeletedRows).orElse(true)) {
      add(messages, change, "d", before, body(change, "d", before, null));
      if (now != null) {
        told(messages, NEW_KEY, now);
      }
    }
    if (settings.flatten().map(Flattening::tellsTombstones).orElse(settings.tombstones())) {
      add(messages, change, "d", before, null);
      if (now != null && settings.flatten().isEmpty()) {
        told(messages, NEW_KEY, now);
      }
    }
  }

  /** Adds to the last message which key the row has beside its own. */
  private void told(List<Addressed> messages, String header, Row row) {
    if (settings.envelope() == CdcSettings.Form.DEBEZIUM) {
      Addressed last = messages.removeLast();
      Message message = last.message().toBuilder().header(header, key(row, false)).build();
      messages.add(new Addressed(last.stream(), message));
    }
  }

  private void add(
      List<Addressed> messages,
      Change change,
      String letter,
      @Nullable Row row,
      byte @Nullable [] body) {
    messages.add(new Addressed(topic.of(change, letter, row), message(change, letter, row, body)));
  }

  private static boolean moved(Row before, Change change) {
    return !before.schema().key().isEmpty()
        && !before.key().contains(Unavailable.UNAVAILABLE)
        && !before.key().equals(change.after().orElseThrow().key());
  }

  private Message message(Change change, String letter, @Nullable Row row, byte @Nullable [] body) {
    boolean read = change.kind() == Kind.READ;
    String key = key(row, read);
    Message.Builder message = body == null ? Message.tombstone() : Message.builder(body);
    if (row != null && !key.isEmpty()) {
      message.key(settings.schemas() ? debezium.messageKey(row, read).toString() : key);
    } else if (read) {
      return message.id(rows.computeIfAbsent(change, c -> UUID.randomUUID().toString())).build();
    }
    String about =
        change.position() + "/" + change.schema().name() + "/" + key + "/" + which(letter, body);
    return message
        .id(UUID.nameUUIDFromBytes(about.getBytes(StandardCharsets.UTF_8)).toString())
        .build();
  }

  /**
   * Tells the messages of one change and key apart. What equals Debezium's says where reading
   * began, so that its length may be another when it is told again.
   */
  private String which(String letter, byte @Nullable [] body) {
    if (settings.compatibility() == Compatibility.DEBEZIUM) {
      return body == null ? "tombstone" : letter;
    }
    return Integer.toString(body == null ? 0 : body.length);
  }

  /** Notes that the messages made so far will not be wanted again. */
  void forget() {
    rows.clear();
  }

  /** Returns the key of a row as JSON; empty if it has none. */
  private String key(@Nullable Row row, boolean read) {
    if (row == null || row.schema().key().isEmpty()) {
      return "";
    }
    return debezium.key(row, read).toString();
  }

  private byte[] body(Change change, String letter, @Nullable Row before, @Nullable Row after) {
    return switch (settings.envelope()) {
      case DEBEZIUM -> debezium.body(change, letter, before, after).toBytes();
      case FLAT -> flat(change, letter, before, after).toBytes();
    };
  }

  private static JsonObject flat(
      Change change, String letter, @Nullable Row before, @Nullable Row after) {
    Row row = after == null ? before : after;
    return JsonObject.builder()
        .put("op", letter)
        .put("table", change.schema().name().toString())
        .put("position", change.position().toString())
        .put("committed", change.committed().toString())
        .put("row", row == null ? null : TableJson.row(row))
        .build();
  }
}
