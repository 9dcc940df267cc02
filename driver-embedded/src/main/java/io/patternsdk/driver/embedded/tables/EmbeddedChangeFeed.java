package io.patternsdk.driver.embedded.tables;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.ChangeFeed;
import io.patternsdk.core.changefeed.FeedBatch;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.FeedRequest;
import io.patternsdk.driver.embedded.tables.TableHost.Saved;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Goes through the transactions that are kept; hands out what survives what the backend survives.
 */
final class EmbeddedChangeFeed implements ChangeFeed {
  private final EmbeddedTables tables;
  private final EmbeddedFeeds feeds;
  private final FeedRequest feed;
  private FeedPosition place;
  private volatile boolean closed;

  EmbeddedChangeFeed(
      EmbeddedTables tables, EmbeddedFeeds feeds, FeedRequest feed, FeedPosition place) {
    this.tables = tables;
    this.feeds = feeds;
    this.feed = feed;
    this.place = place;
  }

  /** What was found, and what to await before it is handed out. */
  private record Found(FeedBatch batch, Saved saved) {}

  @Override
  public FeedBatch poll(int max, Duration wait) {
    tables.host.admit();
    Found found = find(max, wait);
    // Else somebody could note a position that another change has after a crash.
    found.saved.await();
    place = found.batch.through();
    return found.batch;
  }

  private Found find(int max, Duration wait) {
    Deadline deadline = Deadline.current();
    long end = tables.host.end(deadline.atMost(wait));
    tables.lock.lock();
    try {
      while (true) {
        FeedLog.Known unused = mine();
        FeedBatch batch = look(max);
        if (!batch.changes().isEmpty() || tables.host.isOver(end) || deadline.passed()) {
          return new Found(batch, tables.log.latest());
        }
        tables.host.await(tables.lock, tables.changed, end, deadline);
        tables.host.admit();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException(ErrorKind.CANCELLED, Effect.NONE, "interrupted while waiting", e);
    } finally {
      tables.lock.unlock();
    }
  }

  private FeedLog.Known mine() {
    if (closed) {
      throw new BackendException(ErrorKind.CLOSED, "the feed is closed");
    }
    FeedLog.Known known = tables.log.feed(feed.name());
    if (known == null || known.follower != this) {
      throw new BackendException(
          ErrorKind.CONFLICT, "feed " + feed.name() + " was followed anew or dropped");
    }
    return known;
  }

  private FeedBatch look(int max) {
    List<Change> changes = new ArrayList<>();
    for (List<Change> transaction : tables.log.from(place.commit())) {
      for (Change change : transaction) {
        if (change.position().after(place) && feed.tables().contains(change.schema().name())) {
          changes.add(change);
          if (changes.size() == max) {
            return new FeedBatch(changes, through(transaction, change));
          }
        }
      }
    }
    FeedPosition end = tables.end();
    return new FeedBatch(changes, end.after(place) ? end : place);
  }

  /** The position of a change, or behind its transaction where it is the last of it. */
  private static FeedPosition through(List<Change> transaction, Change change) {
    FeedPosition position = change.position();
    return transaction.getLast() == change
        ? FeedPosition.behind(position.source(), position.commit())
        : position;
  }

  @Override
  public void confirm(FeedPosition position) {
    tables.host.admit();
    tables
        .locked(
            () -> {
              FeedLog.Known known = mine();
              if (!position.source().equals(place.source()) || position.after(place)) {
                throw new BackendException(
                    ErrorKind.INVALID_ARGUMENT,
                    "position " + position + " is not one that the feed has come to: " + place);
              }
              return feeds.confirm(feed.name(), known, position);
            })
        .await();
  }

  @Override
  public void close() {
    closed = true;
    tables.wakeAll();
  }
}
