package io.patternsdk.testkit.contract;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.changefeed.FeedChunk;
import io.patternsdk.core.changefeed.FeedChunks;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Rows in the order of the texts of their keys. */
final class ReferenceChunks implements FeedChunks {
  private static final Comparator<Row> ORDER =
      Comparator.comparing(row -> ReferenceTables.key(row).toString());

  private final ReferenceServer server;
  private final ReferenceTables.Store store;
  private final Supplier<FeedPosition> end;

  ReferenceChunks(ReferenceServer server, ReferenceTables.Store store, Supplier<FeedPosition> end) {
    this.server = server;
    this.store = store;
    this.end = end;
  }

  @Override
  public TableSchema schema(TableName table) {
    return store.locked(() -> store.table(table).schema());
  }

  @Override
  public OptionalLong size(TableName table) {
    return OptionalLong.of(store.locked(() -> store.table(table).all().size()));
  }

  @Override
  public Optional<FeedChunk> read(TableName table, Optional<Row> behind, int max) {
    return Optional.of(store.locked(() -> chunk(table, behind, max)));
  }

  private FeedChunk chunk(TableName name, Optional<Row> behind, int max) {
    ReferenceTables.Table table = store.table(name);
    if (table.schema().key().isEmpty()) {
      throw new BackendException(ErrorKind.UNSUPPORTED, name + " has no key");
    }
    List<Row> all =
        table.all().stream()
            .sorted(ORDER)
            .filter(row -> behind.isEmpty() || ORDER.compare(row, behind.get()) > 0)
            .skip(server.has(Flaw.CHUNKS_LEAVE_A_ROW_OUT) && behind.isPresent() ? 1 : 0)
            .toList();
    FeedPosition through = end.get();
    boolean blind = server.has(Flaw.CHUNKS_HAVE_EVERY_TRANSACTION);
    return new FeedChunk(
        all.subList(0, Math.min(max, all.size())),
        all.size() <= max,
        all.size(),
        Instant.now(),
        through,
        transaction -> blind || Long.parseLong(transaction) <= through.commit());
  }

  @Override
  public List<Row> behind(Row place, List<Row> rows) {
    boolean turned = server.has(Flaw.ROWS_ARE_COMPARED_THE_WRONG_WAY);
    return rows.stream().filter(row -> ORDER.compare(row, place) > 0 != turned).toList();
  }

  @Override
  public void close() {}
}
