package io.patternsdk.core.changefeed;

import java.util.List;

/**
 * What a poll returns.
 *
 * @param changes the next changes in their order; may be none; unmodifiable
 * @param through how far the feed has come with them: that of the last change or behind it, where
 *     nothing more of the tables' follows up to there
 */
public record FeedBatch(List<Change> changes, FeedPosition through) {

  /** Copies the changes. */
  public FeedBatch {
    changes = List.copyOf(changes);
  }
}
