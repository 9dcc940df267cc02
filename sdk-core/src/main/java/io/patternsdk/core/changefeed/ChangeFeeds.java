package io.patternsdk.core.changefeed;

import io.patternsdk.core.capability.Trait;
import java.util.Optional;

/**
 * Changes of tables in the order in which they were committed: {@code changefeed_basic}.
 *
 * <p>A feed is remembered by the source under its name, which keeps all that is not confirmed. So a
 * feed that nobody follows any more has to be dropped. One follows it at a time, who comes last.
 * Names of feeds are in the backend's namespace, tables are not.
 */
public interface ChangeFeeds {
  /** Which of the changes come. */
  Trait<History> HISTORY =
      Trait.of("history", "which changes of a row come", History.LAST_OF_EACH_KEY);

  /** Which of the changes of a row come. */
  enum History {
    /** At least the last one. */
    LAST_OF_EACH_KEY,
    /** Every one. */
    EVERY_CHANGE
  }

  /**
   * Makes the feed, or begins it anew: what it kept is let go, who follows it has lost it. Returns
   * all rows of its tables as of now; from {@link FeedSnapshot#position} on the source keeps all
   * changes until they are confirmed. A table that does not exist is NOT_FOUND, and nothing has
   * changed then.
   */
  FeedSnapshot snapshot(FeedRequest feed);

  /**
   * Follows the feed after a position, which has to be one of this source, not before what was
   * confirmed and not behind all that the source has done: else CONFLICT, with the reason, because
   * changes were lost or the source is another one than it was. NOT_FOUND if there is no such feed.
   * Whoever followed it before has lost it. Opening it confirms nothing.
   */
  ChangeFeed follow(FeedRequest feed, FeedPosition after);

  /** Opens what reads the rows of the feed's tables in parts; nothing of the feed is changed. */
  FeedChunks chunks(FeedRequest feed);

  /** Returns up to where the feed is confirmed; empty if there is no such feed. */
  Optional<FeedPosition> confirmed(String feed);

  /**
   * Returns what the source keeps for the feed; empty if there is no such feed, or the source does
   * not say.
   */
  default Optional<FeedBacklog> backlog(String feed) {
    return Optional.empty();
  }

  /** Lets the feed go with all that is kept for it; false if there was none. */
  boolean drop(String feed);
}
