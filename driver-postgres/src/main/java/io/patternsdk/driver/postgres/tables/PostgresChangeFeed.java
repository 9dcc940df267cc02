package io.patternsdk.driver.postgres.tables;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.changefeed.ChangeFeed;
import io.patternsdk.core.changefeed.FeedBatch;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.FeedRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Follows a slot, on one connection after the other. */
final class PostgresChangeFeed implements ChangeFeed {
  private static final Logger LOG = System.getLogger(PostgresChangeFeed.class.getName());

  /** How often it asks whether the feed is still its own while nothing comes. */
  private static final Duration CHECK = Duration.ofSeconds(10);

  private final PostgresFeeds feeds;
  private final FeedRequest request;
  private final FeedName feed;
  private final String token;
  private FeedPosition place;
  private volatile @Nullable LogReader reader;
  private volatile boolean closed;

  PostgresChangeFeed(
      PostgresFeeds feeds, FeedRequest request, FeedName feed, String token, FeedPosition place) {
    this.feeds = feeds;
    this.request = request;
    this.feed = feed;
    this.token = token;
    this.place = place;
  }

  /** Begins to read where it has come to; whoever else reads the slot is ended. */
  LogReader connect(Deadline deadline) {
    while (true) {
      FeedState state = feeds.state(feed);
      state.checkFollower(feed, token);
      String slot = String.valueOf(state.slot());
      try {
        if (state.pid() != 0) {
          boolean unused =
              feeds
                  .host()
                  .call(
                      connection -> {
                        PostgresFeeds.end(connection, slot);
                        return true;
                      });
        }
        LogReader opened = LogReader.start(feeds, request, feed, slot, place, deadline);
        reader = opened;
        if (closed) {
          opened.close();
        }
        return opened;
      } catch (SQLException e) {
        if (!FeedErrors.isInUse(e)) {
          throw FeedErrors.of(feeds.host(), e, deadline);
        }
      }
      feeds.pause(deadline, "another process still reads the slot " + slot);
    }
  }

  private LogReader reading(Deadline deadline) {
    LogReader there = reader;
    if (there != null && !there.isOver()) {
      return there;
    }
    Exception why = there == null ? null : there.failure();
    if (why instanceof SQLException failure) {
      feeds.state(feed).checkFollower(feed, token);
      OperationException meaning = FeedErrors.of(feeds.host(), failure, deadline);
      if (!(meaning instanceof BackendException e) || e.kind() != ErrorKind.UNAVAILABLE) {
        reader = null;
        throw meaning;
      }
      LOG.log(Level.DEBUG, "feed {0} goes on after {1}", feed.name(), failure.getMessage());
    } else if (why instanceof RuntimeException failure) {
      reader = null;
      throw failure;
    }
    return connect(deadline);
  }

  private void checkOpen() {
    if (closed) {
      throw new BackendException(ErrorKind.CLOSED, "the feed is closed");
    }
  }

  @Override
  public FeedBatch poll(int max, Duration wait) {
    Deadline call = feeds.host().calls().begin();
    Deadline end = Deadline.current().sooner(Deadline.after(wait));
    while (true) {
      checkOpen();
      LogReader from = reading(call);
      Deadline next = end.sooner(Deadline.after(CHECK));
      FeedBatch batch = take(from, max, next);
      checkOpen();
      if (!batch.changes().isEmpty()) {
        checkStillOwn(from);
        place = batch.through();
        return batch;
      }
      if (!from.isOver()) {
        place = batch.through();
        if (end.passed()) {
          return batch;
        }
        feeds.state(feed).checkFollower(feed, token);
      }
      call = feeds.host().calls().begin();
    }
  }

  /** Whoever was replaced hands nothing out, though it was read before; it is read again then. */
  private void checkStillOwn(LogReader from) {
    try {
      feeds.state(feed).checkFollower(feed, token);
    } catch (OperationException e) {
      from.close();
      throw e;
    }
  }

  private FeedBatch take(LogReader from, int max, Deadline end) {
    try {
      return from.take(max, place, end);
    } catch (InterruptedException e) {
      throw feeds.host().calls().failed(e, Effect.NONE);
    }
  }

  @Override
  public void confirm(FeedPosition position) {
    Deadline deadline = feeds.host().calls().begin();
    checkOpen();
    if (!position.source().equals(place.source()) || position.after(place)) {
      throw new BackendException(
          ErrorKind.INVALID_ARGUMENT,
          "position " + position + " is not one that the feed has come to: " + place);
    }
    long lsn = Lsn.of(position);
    LogReader by = reading(deadline);
    by.confirm(lsn);
    while (true) {
      FeedState state = feeds.state(feed);
      state.checkFollower(feed, token);
      if (state.confirmed() >= lsn) {
        return;
      }
      if (by.isOver()) {
        by = reading(deadline);
        by.confirm(lsn);
      }
      feeds.pause(deadline, "the server has not confirmed " + position);
    }
  }

  @Override
  public void close() {
    closed = true;
    feeds.closed(this);
    LogReader there = reader;
    if (there != null) {
      there.close();
    }
  }
}
