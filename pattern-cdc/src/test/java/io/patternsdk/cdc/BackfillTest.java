package io.patternsdk.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.cdc.SnapshotPlan.Part;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.Change.Kind;
import io.patternsdk.core.changefeed.ChangeFeed;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.changefeed.FeedChunk;
import io.patternsdk.core.changefeed.FeedChunks;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.FeedRequest;
import io.patternsdk.core.changefeed.FeedSnapshot;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.ColumnType;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.Row.Unavailable;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where chunks belong among the changes, and what becomes of changes that do not say all. */
class BackfillTest {
  private static final Instant TIME = Instant.parse("2024-02-29T12:34:56Z");
  private static final TableSchema SCHEMA =
      TableSchema.of(
          TableName.parse("a"),
          List.of(Column.of("id", ColumnType.INT32), Column.nullable("text", ColumnType.STRING)),
          List.of("id"));

  private final Source source = new Source();
  private final Backfill backfill =
      new Backfill(
          source,
          FeedRequest.of("feed", SCHEMA.name()),
          10,
          new SnapshotPlan(
              "", at(0), Set.of("d"), List.of(Part.of(SCHEMA)), 0, 0, OptionalLong.empty()));

  /** Hands out the chunks that a test wants. */
  private static final class Source implements ChangeFeeds, FeedChunks {
    private final Deque<FeedChunk> chunks = new ArrayDeque<>();
    private Optional<Row> asked = Optional.empty();

    @Override
    public FeedChunks chunks(FeedRequest feed) {
      return this;
    }

    @Override
    public Optional<FeedChunk> read(TableName table, Optional<Row> behind, int max) {
      asked = behind;
      return Optional.ofNullable(chunks.poll());
    }

    @Override
    public List<Row> behind(Row place, List<Row> rows) {
      return rows.stream().filter(row -> id(row) > id(place)).toList();
    }

    @Override
    public TableSchema schema(TableName table) {
      return SCHEMA;
    }

    @Override
    public OptionalLong size(TableName table) {
      return OptionalLong.empty();
    }

    @Override
    public void close() {}

    @Override
    public FeedSnapshot snapshot(FeedRequest feed) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ChangeFeed follow(FeedRequest feed, FeedPosition after) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<FeedPosition> confirmed(String feed) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean drop(String feed) {
      throw new UnsupportedOperationException();
    }
  }

  private static int id(Row row) {
    return row.value("id") instanceof Integer id ? id : -1;
  }

  private static FeedPosition at(long commit) {
    return FeedPosition.behind("s", commit);
  }

  private static Row row(int id, @Nullable Object text) {
    return Row.of(SCHEMA, id, text);
  }

  /** A chunk that has the transactions up to one. */
  private void chunk(long through, boolean last, Row... rows) {
    source.chunks.add(
        new FeedChunk(
            List.of(rows),
            last,
            1,
            TIME,
            at(through),
            transaction -> Long.parseLong(transaction) <= through));
  }

  private static Change change(long commit, Kind kind, @Nullable Row before, @Nullable Row after) {
    return new Change(
        new FeedPosition("s", commit, 1),
        kind,
        SCHEMA,
        Optional.ofNullable(before),
        Optional.ofNullable(after),
        Long.toString(commit),
        TIME);
  }

  private static Change part(long commit, int id) {
    return change(commit, Kind.UPDATE, null, row(id, Unavailable.UNAVAILABLE));
  }

  private static Change moved(long commit, int from, int to) {
    return change(
        commit, Kind.UPDATE, row(from, Unavailable.UNAVAILABLE), row(to, Unavailable.UNAVAILABLE));
  }

  private List<Row> next(long read) {
    return backfill
        .next(at(read))
        .map(rows -> rows.changes().stream().map(c -> c.after().orElseThrow()).toList())
        .orElse(List.of());
  }

  /** Delivers a first chunk, up to a row. */
  private void begin(int through) {
    chunk(1, false, row(through, "old"));
    assertThat(next(1)).hasSize(1);
  }

  @Test
  void aChunkWaitsForAllThatItHas() {
    chunk(5, true, row(1, "one"), row(2, "two"));
    assertThat(next(4)).isEmpty();
    assertThat(backfill.isDone()).isFalse();
    assertThat(backfill.pass(List.of(change(5, Kind.UPDATE, null, row(1, "one"))))).hasSize(1);
    assertThat(next(5)).containsExactly(row(1, "one"), row(2, "two"));
    assertThat(backfill.isDone()).isTrue();
    assertThat(backfill.plan().rows()).isEqualTo(2);
  }

  @Test
  void rowsWithNewerChangesAreOutOfIt() {
    chunk(5, true, row(1, "one"), row(2, "two"), row(3, "three"), row(4, "four"));
    assertThat(next(4)).isEmpty();
    List<Change> changes =
        List.of(
            change(5, Kind.UPDATE, null, row(4, "four")),
            change(6, Kind.UPDATE, null, row(1, "newer")),
            change(6, Kind.DELETE, row(2, null), null));
    assertThat(backfill.pass(changes)).isEqualTo(changes);
    assertThat(next(6)).containsExactly(row(3, "three"), row(4, "four"));
  }

  @Test
  void aTableThatIsEmptiedHasNoRows() {
    chunk(5, true, row(1, "one"));
    assertThat(next(4)).isEmpty();
    List<Change> changes = List.of(change(6, Kind.TRUNCATE, null, null));
    assertThat(backfill.pass(changes)).isEqualTo(changes);
    assertThat(backfill.next(at(6)).orElseThrow().changes()).isEmpty();
  }

  @Test
  void whatAnUpdateLeavesOutIsTakenFromTheChunkAndFromNewerUpdates() {
    chunk(5, true, row(1, "one"));
    assertThat(next(4)).isEmpty();
    assertThat(backfill.pass(List.of(part(6, 1))))
        .containsExactly(change(6, Kind.UPDATE, null, row(1, "one")));
    assertThat(
            backfill.pass(
                List.of(change(7, Kind.UPDATE, null, row(1, "newer")), part(8, 1), moved(9, 1, 2))))
        .extracting(c -> c.after().orElseThrow())
        .containsExactly(row(1, "newer"), row(1, "newer"), row(2, "newer"));
    assertThat(backfill.next(at(9)).orElseThrow().changes()).isEmpty();
  }

  @Test
  void anUpdateThatDoesNotSayAllOfARowThatIsStillToComeIsLeftOut() {
    begin(10);
    assertThat(backfill.pass(List.of(part(2, 11), part(2, 10)))).containsExactly(part(2, 10));
  }

  @Test
  void aRowThatGetsAKeyThatIsStillToComeIsGone() {
    begin(10);
    assertThat(backfill.pass(List.of(moved(2, 5, 20))))
        .containsExactly(change(2, Kind.DELETE, row(5, Unavailable.UNAVAILABLE), null));
    chunk(3, true, row(20, "old"));
    assertThat(next(3)).hasSize(1);
    assertThat(source.asked).map(BackfillTest::id).contains(10);
  }

  @Test
  void aRowThatIsStillToComeAndGetsAKeyThatIsNotIsReadFromTheBeginning() {
    begin(10);
    chunk(2, false, row(15, "old"));
    assertThat(next(1)).isEmpty();
    assertThat(backfill.pass(List.of(moved(3, 20, 5))))
        .containsExactly(change(3, Kind.DELETE, row(20, Unavailable.UNAVAILABLE), null));
    chunk(3, true, row(5, "all"));
    assertThat(next(3)).containsExactly(row(5, "all"));
    assertThat(source.asked).isEmpty();
  }

  @Test
  void aChunkWithoutATransactionThatWasToldIsReadAgain() {
    List<Change> told = List.of(change(7, Kind.UPDATE, null, row(1, "told")));
    assertThat(backfill.pass(told)).isEqualTo(told);
    chunk(5, true, row(1, "one"));
    assertThat(next(7)).isEmpty();
    chunk(7, true, row(1, "told"));
    assertThat(next(7)).containsExactly(row(1, "told"));
  }

  @Test
  void aPlanIsReadAsItWasWritten() {
    begin(10);
    SnapshotPlan plan = backfill.plan();
    assertThat(SnapshotPlan.of(plan.json())).isEqualTo(plan);
    assertThat(plan.parts().getFirst().last().map(BackfillTest::id)).contains(10);
  }
}
