package io.patternsdk.core.standard;

import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.ChangeFeed;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.changefeed.FeedBacklog;
import io.patternsdk.core.changefeed.FeedBatch;
import io.patternsdk.core.changefeed.FeedChunk;
import io.patternsdk.core.changefeed.FeedChunks;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.FeedRequest;
import io.patternsdk.core.changefeed.FeedSnapshot;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Forwards {@code changefeed_basic}. */
final class ChangeFeedForwarder implements ChangeFeeds {
  static final String NAME = "changefeed_basic";
  static final Operation SNAPSHOT = Operation.of(NAME, "snapshot", Kind.ADMINISTER);
  static final Operation READ_ROWS =
      Operation.builder(NAME, "read_rows", Kind.READ).notRepeatable().build();
  static final Operation CHUNKS = Operation.of(NAME, "chunks", Kind.READ);
  static final Operation READ_CHUNK = Operation.of(NAME, "read_chunk", Kind.READ);
  static final Operation COMPARE_ROWS = Operation.of(NAME, "compare_rows", Kind.READ);
  static final Operation FOLLOW =
      Operation.builder(NAME, "follow", Kind.ADMINISTER).repeatable().build();
  static final Operation POLL_CHANGES =
      Operation.builder(NAME, "poll_changes", Kind.READ).waiting().build();
  static final Operation CONFIRM =
      Operation.builder(NAME, "confirm", Kind.WRITE).repeatable().build();
  static final Operation CONFIRMED = Operation.of(NAME, "confirmed", Kind.READ);
  static final Operation BACKLOG = Operation.of(NAME, "backlog", Kind.READ);
  static final Operation DROP = Operation.of(NAME, "drop", Kind.ADMINISTER);

  /** All of them. */
  static final Operation[] OPERATIONS = {
    SNAPSHOT,
    READ_ROWS,
    CHUNKS,
    READ_CHUNK,
    COMPARE_ROWS,
    FOLLOW,
    POLL_CHANGES,
    CONFIRM,
    CONFIRMED,
    BACKLOG,
    DROP
  };

  private final ChangeFeeds driver;
  private final Wiring wiring;
  private final BoundOperation snapshot;
  private final BoundOperation readRows;
  private final BoundOperation chunks;
  private final BoundOperation readChunk;
  private final BoundOperation compareRows;
  private final BoundOperation follow;
  private final BoundOperation poll;
  private final BoundOperation confirm;
  private final BoundOperation confirmed;
  private final BoundOperation backlog;
  private final BoundOperation drop;

  ChangeFeedForwarder(ChangeFeeds driver, Wiring wiring) {
    this.driver = driver;
    this.wiring = wiring;
    this.snapshot = wiring.bind(SNAPSHOT);
    this.readRows = wiring.bind(READ_ROWS);
    this.chunks = wiring.bind(CHUNKS);
    this.readChunk = wiring.bind(READ_CHUNK);
    this.compareRows = wiring.bind(COMPARE_ROWS);
    this.follow = wiring.bind(FOLLOW);
    this.poll = wiring.bind(POLL_CHANGES);
    this.confirm = wiring.bind(CONFIRM);
    this.confirmed = wiring.bind(CONFIRMED);
    this.backlog = wiring.bind(BACKLOG);
    this.drop = wiring.bind(DROP);
  }

  @Override
  public FeedSnapshot snapshot(FeedRequest feed) {
    FeedRequest full = feed.named(wiring.namespace().feed(feed.name()));
    FeedSnapshot taken = snapshot.call(full.name(), () -> driver.snapshot(full));
    return new ForwardedSnapshot(taken, readRows, full.name());
  }

  @Override
  public ChangeFeed follow(FeedRequest feed, FeedPosition after) {
    FeedRequest full = feed.named(wiring.namespace().feed(feed.name()));
    ChangeFeed opened = follow.call(full.name(), () -> driver.follow(full, after));
    return new ForwardedFeed(opened, poll, confirm, full.name());
  }

  @Override
  public FeedChunks chunks(FeedRequest feed) {
    FeedRequest full = feed.named(wiring.namespace().feed(feed.name()));
    FeedChunks opened = chunks.call(full.name(), () -> driver.chunks(full));
    return new ForwardedChunks(opened, chunks, readChunk, compareRows, full.name());
  }

  @Override
  public Optional<FeedPosition> confirmed(String feed) {
    String full = wiring.namespace().feed(feed);
    return confirmed.call(full, () -> driver.confirmed(full));
  }

  @Override
  public Optional<FeedBacklog> backlog(String feed) {
    String full = wiring.namespace().feed(feed);
    return backlog.call(full, () -> driver.backlog(full));
  }

  @Override
  public boolean drop(String feed) {
    String full = wiring.namespace().feed(feed);
    return drop.call(full, () -> driver.drop(full));
  }

  /** Makes each page of a snapshot pass the layers. */
  private record ForwardedSnapshot(FeedSnapshot taken, BoundOperation rows, String feed)
      implements FeedSnapshot {
    @Override
    public FeedPosition position() {
      return taken.position();
    }

    @Override
    public List<TableSchema> tables() {
      return taken.tables();
    }

    @Override
    public void leaveOut(TableName table) {
      taken.leaveOut(table);
    }

    @Override
    public OptionalLong size() {
      return taken.size();
    }

    @Override
    public List<Change> rows(int max) {
      Receiving.check(max, Duration.ZERO);
      return rows.call(rows.on(feed).items(max), () -> taken.rows(max));
    }

    @Override
    public void close() {
      taken.close();
    }
  }

  /** Makes each chunk pass the layers. */
  private record ForwardedChunks(
      FeedChunks opened,
      BoundOperation looking,
      BoundOperation reading,
      BoundOperation comparing,
      String feed)
      implements FeedChunks {
    @Override
    public TableSchema schema(TableName table) {
      return looking.call(feed, () -> opened.schema(table));
    }

    @Override
    public OptionalLong size(TableName table) {
      return looking.call(feed, () -> opened.size(table));
    }

    @Override
    public Optional<FeedChunk> read(TableName table, Optional<Row> behind, int max) {
      Receiving.check(max, Duration.ZERO);
      return reading.call(reading.on(feed).items(max), () -> opened.read(table, behind, max));
    }

    @Override
    public List<Row> behind(Row place, List<Row> rows) {
      return comparing.call(
          comparing.on(feed).items(rows.size()), () -> opened.behind(place, rows));
    }

    @Override
    public void close() {
      opened.close();
    }
  }

  /** Makes each step of a feed pass the layers. */
  private record ForwardedFeed(
      ChangeFeed opened, BoundOperation poll, BoundOperation confirm, String feed)
      implements ChangeFeed {
    @Override
    public FeedBatch poll(int max, Duration wait) {
      Receiving.check(max, wait);
      return poll.call(poll.on(feed).items(max).waiting(wait), () -> opened.poll(max, wait));
    }

    @Override
    public void confirm(FeedPosition position) {
      confirm.run(confirm.on(feed), () -> opened.confirm(position));
    }

    @Override
    public void close() {
      opened.close();
    }
  }
}
