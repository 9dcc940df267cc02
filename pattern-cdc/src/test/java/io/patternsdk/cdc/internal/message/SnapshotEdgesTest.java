package io.patternsdk.cdc.internal.message;

import static io.patternsdk.core.changefeed.SourceInfo.Mark.FIRST;
import static io.patternsdk.core.changefeed.SourceInfo.Mark.FIRST_OF_TABLE;
import static io.patternsdk.core.changefeed.SourceInfo.Mark.LAST;
import static io.patternsdk.core.changefeed.SourceInfo.Mark.LAST_OF_TABLE;
import static io.patternsdk.core.changefeed.SourceInfo.Mark.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.cdc.internal.message.SnapshotEdges.Edge;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.SourceInfo;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.ColumnType;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SnapshotEdgesTest {
  private static final SourceInfo SOURCE = SourceInfo.of("shop", 7);

  @Test
  void theFirstAndTheLastOfEachTableAndOfAllAreMarked() {
    assertThat(marks(Edge.OF_ALL, Edge.OF_ALL, "a", "a", "a", "b", "b", "c", "d", "d"))
        .containsExactly(
            FIRST,
            NONE,
            LAST_OF_TABLE,
            FIRST_OF_TABLE,
            LAST_OF_TABLE,
            LAST_OF_TABLE,
            FIRST_OF_TABLE,
            LAST);
  }

  @Test
  void aPartOfATableHasNoEdges() {
    assertThat(marks(Edge.NONE, Edge.NONE, "a", "a")).containsExactly(NONE, NONE);
    assertThat(marks(Edge.NONE, Edge.OF_TABLE, "a", "a")).containsExactly(NONE, LAST_OF_TABLE);
    assertThat(marks(Edge.OF_TABLE, Edge.NONE, "a", "a")).containsExactly(FIRST_OF_TABLE, NONE);
  }

  @Test
  void aRowThatIsSeveralIsTheRarest() {
    assertThat(marks(Edge.OF_ALL, Edge.OF_ALL, "a")).containsExactly(LAST);
    assertThat(marks(Edge.OF_ALL, Edge.OF_TABLE, "a")).containsExactly(FIRST);
    assertThat(marks(Edge.OF_ALL, Edge.OF_ALL)).isEmpty();
  }

  private static List<SourceInfo.Mark> marks(Edge before, Edge behind, String... tables) {
    List<Change> rows = Stream.of(tables).map(SnapshotEdgesTest::row).toList();
    List<Change> marked = SnapshotEdges.marked(rows, before, behind);
    assertThat(marked.stream().map(row -> row.with(SOURCE)).toList()).isEqualTo(rows);
    return marked.stream().map(row -> row.source().mark()).toList();
  }

  private static Change row(String table) {
    List<Column> columns = List.of(Column.of("id", ColumnType.INT32));
    TableSchema schema = TableSchema.of(new TableName("public", table), columns, List.of("id"));
    return new Change(
        FeedPosition.before("source", 7),
        Change.Kind.READ,
        schema,
        Optional.empty(),
        Optional.of(Row.of(schema, 1)),
        "",
        Instant.EPOCH,
        SOURCE);
  }
}
