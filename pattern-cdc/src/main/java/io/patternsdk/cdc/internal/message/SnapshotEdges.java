package io.patternsdk.cdc.internal.message;

import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.SourceInfo.Mark;
import io.patternsdk.core.table.TableName;
import java.util.ArrayList;
import java.util.List;

/** Marks the first and the last rows of a snapshot and of its tables. */
public final class SnapshotEdges {
  private SnapshotEdges() {}

  /** What begins before some rows, or ends behind them. */
  public enum Edge {
    /** Nothing: other rows of the table are there. */
    NONE,
    /** The table. */
    OF_TABLE,
    /** The snapshot. */
    OF_ALL
  }

  /** Returns rows that come one after the other, with what they are in their snapshot. */
  public static List<Change> marked(List<Change> rows, Edge before, Edge behind) {
    List<Change> marked = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      Edge begin = i == 0 ? before : between(rows.get(i - 1), rows.get(i));
      Edge end = i == rows.size() - 1 ? behind : between(rows.get(i), rows.get(i + 1));
      Change row = rows.get(i);
      marked.add(row.with(row.source().with(mark(begin, end))));
    }
    return marked;
  }

  /** Returns what ends between two rows. */
  public static Edge between(Change one, Change next) {
    return table(one).equals(table(next)) ? Edge.NONE : Edge.OF_TABLE;
  }

  private static TableName table(Change row) {
    return row.schema().name();
  }

  private static Mark mark(Edge begin, Edge end) {
    if (end == Edge.OF_ALL) {
      return Mark.LAST;
    }
    if (begin == Edge.OF_ALL) {
      return Mark.FIRST;
    }
    if (end == Edge.OF_TABLE) {
      return Mark.LAST_OF_TABLE;
    }
    return begin == Edge.OF_TABLE ? Mark.FIRST_OF_TABLE : Mark.NONE;
  }
}
