package io.patternsdk.cdc;

import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.Row.Unavailable;
import io.patternsdk.core.table.TableJson;
import io.patternsdk.core.table.TableName;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which row a change is about, as the destination has it.
 *
 * @param table the table there
 * @param text the columns of the key as JSON; empty for every row of the table
 */
record RowKey(TableName table, String text) {

  /** Returns what a change is about: two rows where the key of one has changed. */
  static Set<RowKey> of(Change change) {
    Set<RowKey> keys = new LinkedHashSet<>(2);
    TableName table = change.schema().name();
    change.before().filter(RowKey::isKnown).ifPresent(row -> keys.add(of(table, row)));
    change.after().ifPresent(row -> keys.add(of(table, row)));
    if (keys.isEmpty()) {
      keys.add(new RowKey(table, ""));
    }
    return keys;
  }

  private static boolean isKnown(Row row) {
    return !row.key().contains(Unavailable.UNAVAILABLE);
  }

  /** Returns which row of a table one is. */
  static RowKey of(TableName table, Row row) {
    if (row.schema().key().isEmpty() || !isKnown(row)) {
      return new RowKey(table, "");
    }
    JsonObjectBuilder key = JsonObject.builder();
    row.schema().key().forEach(name -> key.put(name, TableJson.value(row.value(name))));
    return new RowKey(table, key.build().toString());
  }

  /** Tells whether it is every row of the table. */
  boolean isWhole() {
    return text.isEmpty();
  }

  /** Tells whether changes of both have to stay in order. */
  boolean meets(RowKey other) {
    return table.equals(other.table) && (isWhole() || other.isWhole() || text.equals(other.text));
  }
}
