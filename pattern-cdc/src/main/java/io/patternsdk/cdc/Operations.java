package io.patternsdk.cdc;

import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.table.TableJson;

/** What a filter sees of a change. */
final class Operations {
  private Operations() {}

  /** The letter of what happened, as Debezium has it. */
  static String letter(Change.Kind kind) {
    return switch (kind) {
      case READ -> "r";
      case INSERT -> "c";
      case UPDATE -> "u";
      case DELETE -> "d";
      case TRUNCATE -> "t";
    };
  }

  /** Returns {@code op}, {@code schema}, {@code table}, {@code before} and {@code after}. */
  static JsonObject document(Change change) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("op", letter(change.kind()))
            .put("schema", change.schema().name().schema())
            .put("table", change.schema().name().table());
    change.before().ifPresent(row -> json.put("before", TableJson.row(row)));
    change.after().ifPresent(row -> json.put("after", TableJson.row(row)));
    return json.build();
  }
}
