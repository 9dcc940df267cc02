package io.patternsdk.core.changefeed;

import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the rows of a feed's tables in parts, each as of a moment of its own, while somebody
 * follows the feed. Where it was left, anybody can go on later. For one thread at a time.
 */
public interface FeedChunks extends AutoCloseable {

  /** Returns a table as it is now; NOT_FOUND if there is none. One without a key has no chunks. */
  TableSchema schema(TableName table);

  /** Returns about how many rows a table has; empty if the source does not say. */
  OptionalLong size(TableName table);

  /**
   * Returns the next rows of a table, at most {@code max} and fewer where they are large; empty
   * while a transaction goes on that wrote when this was opened: what a feed told before that would
   * be missing in them. Repeating is safe.
   *
   * @param behind a row, known by its key, behind which they are; empty for the first
   * @throws io.patternsdk.core.BackendException UNSUPPORTED if the table has no key
   */
  Optional<FeedChunk> read(TableName table, Optional<Row> behind, int max);

  /** Returns those of some rows of a table that chunks read behind a place. */
  List<Row> behind(Row place, List<Row> rows);

  /** Gives back what it holds. Repeating does nothing. */
  @Override
  void close();
}
