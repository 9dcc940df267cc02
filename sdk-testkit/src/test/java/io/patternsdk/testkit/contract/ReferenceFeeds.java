package io.patternsdk.testkit.contract;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.Change.Kind;
import io.patternsdk.core.changefeed.ChangeFeed;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.changefeed.FeedBatch;
import io.patternsdk.core.changefeed.FeedChunks;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.FeedRequest;
import io.patternsdk.core.changefeed.FeedSnapshot;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The feeds of a server's tables, of which nothing is ever let go. */
final class ReferenceFeeds implements ChangeFeeds {
  private final ReferenceServer server;
  private final ReferenceTables.Store store;
  private volatile boolean closed;

  ReferenceFeeds(ReferenceServer server, ReferenceTables.Store store) {
    this.server = server;
    this.store = store;
  }

  /** What is remembered of a feed. */
  static final class Known {
    FeedPosition confirmed;
    @Nullable Object follower;

    Known(FeedPosition confirmed) {
      this.confirmed = confirmed;
    }
  }

  private FeedPosition end() {
    return FeedPosition.behind(store.source, store.log.size());
  }

  @Override
  public FeedSnapshot snapshot(FeedRequest feed) {
    return store.locked(
        () -> {
          feed.tables().forEach(store::table);
          FeedPosition position = end();
          store.feeds.put(feed.name(), new Known(position));
          store.changed.signalAll();
          List<TableSchema> schemas =
              feed.tables().stream().map(name -> store.table(name).schema()).toList();
          Supplier<List<Row>> all =
              () ->
                  feed.tables().stream().flatMap(name -> store.table(name).all().stream()).toList();
          return new Snapshot(
              position, schemas, server.has(Flaw.SNAPSHOTS_ARE_READ_LATE) ? all : fixed(all.get()));
        });
  }

  private static Supplier<List<Row>> fixed(List<Row> rows) {
    return () -> rows;
  }

  /** Goes through rows. */
  private final class Snapshot implements FeedSnapshot {
    private final FeedPosition position;
    private final List<TableSchema> schemas;
    private final Supplier<List<Row>> rows;
    private final Set<TableName> out = new HashSet<>();
    private int next;

    Snapshot(FeedPosition position, List<TableSchema> schemas, Supplier<List<Row>> rows) {
      this.position = position;
      this.schemas = schemas;
      this.rows = rows;
    }

    @Override
    public FeedPosition position() {
      return position;
    }

    @Override
    public List<TableSchema> tables() {
      return schemas;
    }

    @Override
    public void leaveOut(TableName table) {
      out.add(table);
    }

    @Override
    public List<Change> rows(int max) {
      List<Row> all = new ArrayList<>(store.locked(rows));
      if (!server.has(Flaw.WHAT_IS_LEFT_OUT_COMES)) {
        all.removeIf(row -> out.contains(row.schema().name()));
      }
      List<Row> page = all.subList(next, Math.min(all.size(), next + max));
      next += page.size();
      return page.stream().map(this::read).toList();
    }

    private Change read(Row row) {
      return new Change(
          position, Kind.READ, row.schema(), Optional.empty(), Optional.of(row), "", Instant.now());
    }

    @Override
    public void close() {}
  }

  @Override
  public FeedChunks chunks(FeedRequest feed) {
    return new ReferenceChunks(server, store, this::end);
  }

  @Override
  public ChangeFeed follow(FeedRequest feed, FeedPosition after) {
    return store.locked(
        () -> {
          Known known = known(feed.name());
          boolean mine = after.source().equals(store.source);
          if (!server.has(Flaw.ANY_POSITION_IS_FOLLOWED) && (!mine || after.after(end()))) {
            throw new BackendException(ErrorKind.CONFLICT, after + " is not here");
          }
          if (mine
              && known.confirmed.after(after)
              && !server.has(Flaw.WHAT_WAS_CONFIRMED_IS_FOLLOWED)) {
            throw new BackendException(ErrorKind.CONFLICT, after + " is gone");
          }
          Following following = new Following(feed, after);
          known.follower = following;
          store.changed.signalAll();
          return following;
        });
  }

  private Known known(String feed) {
    Known known = store.feeds.get(feed);
    if (known == null) {
      throw new BackendException(ErrorKind.NOT_FOUND, "there is no feed " + feed);
    }
    return known;
  }

  @Override
  public Optional<FeedPosition> confirmed(String feed) {
    return store.locked(() -> Optional.ofNullable(store.feeds.get(feed)).map(k -> k.confirmed));
  }

  @Override
  public boolean drop(String feed) {
    return store.locked(
        () -> {
          store.changed.signalAll();
          return store.feeds.remove(feed) != null;
        });
  }

  /** Ends the waits of this driver. */
  void close() {
    closed = true;
    wake();
  }

  private void wake() {
    boolean unused =
        store.locked(
            () -> {
              store.changed.signalAll();
              return true;
            });
  }

  /** Goes through the log. */
  private final class Following implements ChangeFeed {
    private final FeedRequest feed;
    private FeedPosition place;
    private volatile boolean ended;

    Following(FeedRequest feed, FeedPosition place) {
      this.feed = feed;
      this.place = place;
    }

    private Known mine() {
      if (closed || ended) {
        throw new BackendException(ErrorKind.CLOSED, "the feed is closed");
      }
      Known known = store.feeds.get(feed.name());
      boolean lost = known == null || known.follower != this;
      if (lost && !server.has(Flaw.TWO_FOLLOW_ONE_FEED)) {
        throw new BackendException(ErrorKind.CONFLICT, "the feed is followed by another");
      }
      return known == null ? new Known(place) : known;
    }

    @Override
    public FeedBatch poll(int max, Duration wait) {
      Deadline end =
          Deadline.after(server.has(Flaw.FEEDS_DO_NOT_WAIT) ? Duration.ZERO : wait)
              .sooner(Deadline.current());
      return store.locked(
          () -> {
            while (true) {
              mine();
              FeedBatch batch = look(max);
              if (!batch.changes().isEmpty() || end.passed()) {
                place = batch.through();
                return batch;
              }
              await(end);
            }
          });
    }

    private FeedBatch look(int max) {
      Stream<Change> behind = store.log.stream().flatMap(List::stream).filter(this::isBehind);
      List<Change> changes = new ArrayList<>(behind.filter(c -> mine(c.schema().name())).toList());
      boolean cut = changes.size() > max;
      if (cut) {
        changes = new ArrayList<>(changes.subList(0, max));
      }
      FeedPosition through = cut ? changes.getLast().position() : end();
      if (server.has(Flaw.A_CHANGE_IS_LEFT_OUT) && changes.size() > 2) {
        changes.remove(1);
      }
      return new FeedBatch(changes, through);
    }

    private boolean isBehind(Change change) {
      FeedPosition position = change.position();
      return position.after(place)
          || (server.has(Flaw.A_POSITION_IS_READ_AGAIN) && position.equals(place));
    }

    private boolean mine(TableName table) {
      return feed.tables().contains(table) || server.has(Flaw.CHANGES_OF_OTHERS_COME);
    }

    private void await(Deadline end) {
      try {
        var unused = store.changed.awaitNanos(end.remainingNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new BackendException(ErrorKind.CANCELLED, "interrupted", e);
      }
    }

    @Override
    public void confirm(FeedPosition position) {
      boolean unused =
          store.locked(
              () -> {
                Known known = mine();
                if (position.after(place)) {
                  throw new BackendException(ErrorKind.INVALID_ARGUMENT, "not so far");
                }
                boolean whole = server.has(Flaw.CONFIRMING_CUTS_TRANSACTIONS);
                FeedPosition down =
                    position.isInside() && !whole
                        ? FeedPosition.before(position.source(), position.commit())
                        : position;
                known.confirmed = down.after(known.confirmed) ? down : known.confirmed;
                return true;
              });
    }

    @Override
    public void close() {
      ended = true;
      wake();
    }
  }
}
