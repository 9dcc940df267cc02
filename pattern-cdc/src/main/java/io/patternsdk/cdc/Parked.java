package io.patternsdk.cdc;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.ChangeJson;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.core.table.TableName;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The changes that one destination did not take and those of the same rows behind them, in order.
 * The changes are stored before the list names them, and the list before the position passes them.
 * A change that is named may have left the list before a crash, never the other way round. For one
 * thread at a time.
 */
final class Parked {
  private static final String CHANGES = "changes";

  private final State state;
  private final String key;
  private final Clock clock;
  private final FencedRecord record;
  private List<Entry> entries = List.of();
  private Lines lines = new Lines();
  private long epoch;
  private long next;

  Parked(State state, String key, Clock clock) {
    this.state = state;
    this.key = key;
    this.clock = clock;
    this.record = new FencedRecord(state, key);
  }

  /**
   * One change in the list.
   *
   * @param at where the change itself is stored
   * @param source the table of the source
   * @param keys the rows that it is about
   * @param position behind it
   * @param stepped whether the user's own step has had it
   * @param reason why it was not delivered; empty where it only stays behind another
   * @param since when it was parked
   */
  record Entry(
      String at,
      TableName source,
      Set<RowKey> keys,
      FeedPosition position,
      boolean stepped,
      String reason,
      Instant since) {

    private JsonObject json() {
      return JsonObject.builder()
          .put("at", at)
          .put("source", source.toString())
          .put("keys", keys.stream().map(Entry::json).toList())
          .put("position", position.toString())
          .put("stepped", stepped)
          .put("reason", reason)
          .put("since", since.toString())
          .build();
    }

    private static JsonObject json(RowKey key) {
      return JsonObject.builder()
          .put("table", key.table().toString())
          .put("key", key.text())
          .build();
    }

    private static Entry of(JsonObject json) {
      Set<RowKey> keys = new LinkedHashSet<>();
      for (JsonValue each : json.array("keys")) {
        JsonObject row = (JsonObject) each;
        keys.add(new RowKey(TableName.parse(row.string("table")), row.string("key")));
      }
      return new Entry(
          json.string("at"),
          TableName.parse(json.string("source")),
          keys,
          FeedPosition.parse(json.string("position")),
          json.bool("stepped"),
          json.string("reason"),
          Instant.parse(json.string("since")));
    }

    Entry because(String why) {
      return new Entry(at, source, keys, position, stepped, why, since);
    }
  }

  /** Returns what is parked, also to who does not lead. */
  static List<Entry> look(State state, String key) {
    return state.find(key).map(kept -> read(key, kept.json())).orElse(List.of());
  }

  private static List<Entry> read(String key, JsonObject json) {
    try {
      List<Entry> read = new ArrayList<>();
      if (json.has(CHANGES)) {
        json.array(CHANGES).forEach(each -> read.add(Entry.of((JsonObject) each)));
      }
      return List.copyOf(read);
    } catch (JsonException | ClassCastException | DateTimeException | IllegalArgumentException e) {
      throw new BackendException(ErrorKind.CORRUPT, key + " is no list of ours", e);
    }
  }

  /** Takes the list for a leader, so that an earlier one finds it replaced. */
  void lead(long newer) {
    epoch = newer;
    next = 0;
    become(record.lead(newer).map(json -> read(key, json)).orElse(List.of()));
  }

  private void become(List<Entry> now) {
    entries = List.copyOf(now);
    Lines behind = new Lines();
    entries.forEach(entry -> behind.add(entry.keys, entry.position));
    lines = behind;
  }

  private void store(List<Entry> now) {
    record.store(json -> json.put(CHANGES, now.stream().map(Entry::json).toList()));
    become(now);
  }

  /** Returns the list in its order; unmodifiable. */
  List<Entry> entries() {
    return entries;
  }

  /** Returns where the last change is that one of these rows has to stay behind. */
  Optional<FeedPosition> last(Collection<RowKey> keys) {
    return lines.last(keys);
  }

  /** Tells whether this very change is in the list. */
  boolean has(Item item) {
    return entries.stream()
        .anyMatch(
            entry ->
                entry.position.equals(item.change().position()) && entry.keys.equals(item.keys()));
  }

  /** Parks changes behind all others. */
  void park(List<Item> items) {
    List<Entry> now = new ArrayList<>(entries);
    for (Item item : items) {
      String at = key + "/" + epoch + "-" + next++;
      state.set(at, ChangeJson.write(item.change()));
      now.add(
          new Entry(
              at,
              item.source(),
              item.keys(),
              item.change().position(),
              item.stepped(),
              item.refusal().orElse(""),
              clock.now()));
    }
    store(now);
  }

  /** Returns the change itself. */
  Change change(Entry entry) {
    return state
        .get(entry.at)
        .map(ChangeJson::read)
        .orElseThrow(
            () -> new BackendException(ErrorKind.CORRUPT, "the parked change is gone: " + entry));
  }

  /** Notes why a change was not delivered this time. */
  void refused(Entry entry, String why) {
    store(entries.stream().map(each -> each.equals(entry) ? entry.because(why) : each).toList());
  }

  /** Takes a change off the list. */
  void remove(Entry entry) {
    store(entries.stream().filter(each -> !each.equals(entry)).toList());
    state.delete(entry.at);
  }

  /** Empties the list. */
  void clear() {
    List<Entry> gone = entries;
    if (!gone.isEmpty()) {
      store(List.of());
      gone.forEach(entry -> state.delete(entry.at));
    }
  }
}
