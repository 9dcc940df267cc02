package io.patternsdk.core.changefeed;

import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import java.util.List;
import java.util.OptionalLong;

/**
 * The rows of some tables as of one moment, which is where the feed goes on. For one thread at a
 * time. It lives as long as its connection: what is lost half-way is taken anew.
 */
public interface FeedSnapshot extends AutoCloseable {

  /** Returns from where to follow the feed: no change before it is missing in the rows. */
  FeedPosition position();

  /** Returns the tables as they are in it, in the order in which their rows come. */
  List<TableSchema> tables();

  /** Leaves the rows of a table out; before any were asked for. */
  void leaveOut(TableName table);

  /**
   * Returns about how many rows there are in all, as the source knew it when the snapshot was
   * taken; empty if it does not say. Calls nobody.
   */
  default OptionalLong size() {
    return OptionalLong.empty();
  }

  /**
   * Returns the next rows, at most {@code max}, as changes of kind READ whose position is that of
   * the snapshot; none at the end. ABORTED means that the snapshot is lost and has to be taken
   * anew.
   */
  List<Change> rows(int max);

  /** Gives back what it holds; the feed stays. Repeating does nothing. */
  @Override
  void close();
}
