package io.patternsdk.core.changefeed;

import java.util.List;

/**
 * The rows of some tables as of one moment, which is where the feed goes on. For one thread at a
 * time. It lives as long as its connection: what is lost half-way is taken anew.
 */
public interface FeedSnapshot extends AutoCloseable {

  /** Returns from where to follow the feed: no change before it is missing in the rows. */
  FeedPosition position();

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
