package io.patternsdk.cdc;

import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.Change.Kind;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.table.Row;
import java.time.Instant;
import java.util.Optional;

/** Changes of a row. */
final class Samples {
  private static final FeedPosition POSITION = new FeedPosition("source", 7, 1);
  private static final Instant TIME = Instant.parse("2024-02-29T12:34:56.123456Z");

  private Samples() {}

  static Change deleted(Row row) {
    return new Change(
        POSITION, Kind.DELETE, row.schema(), Optional.of(row), Optional.empty(), "812", TIME);
  }

  static Change read(Row row) {
    return new Change(
        POSITION, Kind.READ, row.schema(), Optional.empty(), Optional.of(row), "", TIME);
  }

  static Change moved(Row row) {
    Row after = Row.of(row.schema(), -1, row.value("round"), row.value("text"));
    return new Change(
        POSITION, Kind.UPDATE, row.schema(), Optional.of(row), Optional.of(after), "812", TIME);
  }
}
