package io.patternsdk.driver.embedded.tables;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.changefeed.FeedChunk;
import io.patternsdk.core.changefeed.FeedChunks;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.json.JsonWriter;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.TableJson;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import io.patternsdk.driver.embedded.tables.TableHost.Saved;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Rows in the order of the texts of their keys, as of the moment at which they are asked for. */
final class EmbeddedChunks implements FeedChunks {
  private final EmbeddedTables tables;

  EmbeddedChunks(EmbeddedTables tables) {
    this.tables = tables;
  }

  @Override
  public TableSchema schema(TableName table) {
    tables.host.admit();
    return tables.locked(() -> tables.table(table).schema());
  }

  @Override
  public OptionalLong size(TableName table) {
    tables.host.admit();
    return OptionalLong.of(tables.locked(() -> tables.table(table).count()));
  }

  /** What was read, and what to await before it is handed out. */
  private record Found(FeedChunk chunk, Saved saved) {}

  @Override
  public Optional<FeedChunk> read(TableName table, Optional<Row> behind, int max) {
    tables.host.admit();
    Found found = tables.locked(() -> find(table, behind.map(TableRecords::key).orElse(""), max));
    found.saved.await();
    return Optional.of(found.chunk);
  }

  private Found find(TableName name, String behind, int max) {
    StoredTable table = tables.table(name);
    if (table.schema().key().isEmpty()) {
      throw new BackendException(ErrorKind.UNSUPPORTED, name + " has no key, so it has no chunks");
    }
    TreeMap<String, Row> next = new TreeMap<>();
    table
        .rows()
        .forEach(
            (key, stored) -> {
              if (key.compareTo(behind) > 0 && stored.row().isPresent()) {
                next.put(key, stored.row().get());
                if (next.size() > max + 1) {
                  var unused = next.pollLastEntry();
                }
              }
            });
    boolean more = next.size() > max;
    if (more) {
      var unused = next.pollLastEntry();
    }
    Map<String, Optional<byte[]>> records = new LinkedHashMap<>();
    String unused = tables.source(records);
    FeedPosition end = tables.end();
    FeedChunk chunk =
        new FeedChunk(
            List.copyOf(next.values()),
            !more,
            next.values().stream().mapToLong(EmbeddedChunks::bytes).sum(),
            tables.host.now(),
            end,
            transaction -> Long.parseLong(transaction) <= end.commit());
    return new Found(chunk, records.isEmpty() ? tables.log.latest() : tables.host.save(records));
  }

  private static long bytes(Row row) {
    return JsonWriter.compact().bytes(TableJson.row(row)).length;
  }

  @Override
  public List<Row> behind(Row place, List<Row> rows) {
    String key = TableRecords.key(place);
    return rows.stream().filter(row -> TableRecords.key(row).compareTo(key) > 0).toList();
  }

  @Override
  public void close() {}
}
