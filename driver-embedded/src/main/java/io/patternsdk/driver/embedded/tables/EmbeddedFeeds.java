package io.patternsdk.driver.embedded.tables;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.Change.Kind;
import io.patternsdk.core.changefeed.ChangeFeed;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.changefeed.FeedChunks;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.FeedRequest;
import io.patternsdk.core.changefeed.FeedSnapshot;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import io.patternsdk.driver.embedded.tables.TableHost.Saved;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The feeds of the tables of one backend. Thread-safe. */
final class EmbeddedFeeds implements ChangeFeeds {
  private final EmbeddedTables tables;

  EmbeddedFeeds(EmbeddedTables tables) {
    this.tables = tables;
  }

  @Override
  public FeedSnapshot snapshot(FeedRequest feed) {
    tables.host.admit();
    Taken taken = tables.locked(() -> take(feed));
    taken.saved.await();
    return taken;
  }

  private Taken take(FeedRequest feed) {
    List<TableSchema> schemas = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    for (TableName name : feed.tables()) {
      schemas.add(tables.table(name).schema());
      rows.addAll(tables.table(name).all());
    }
    Map<String, Optional<byte[]>> records = new LinkedHashMap<>();
    String source = tables.source(records);
    // A number of its own: transactions that no feed needed have none, and are before it.
    FeedPosition position = FeedPosition.behind(source, tables.host.number());
    tables.log.put(feed.name(), position);
    keep(feed.name(), position, records);
    tables.changed.signalAll();
    return new Taken(position, tables.host.now(), schemas, rows, tables.host.save(records));
  }

  private void keep(String feed, FeedPosition confirmed, Map<String, Optional<byte[]>> records) {
    records.put(TableRecords.FEED + feed, TableRecords.bytes(TableRecords.feed(confirmed)));
    tables.log.trim(records);
  }

  /** Rows as of one moment. */
  private final class Taken implements FeedSnapshot {
    private final FeedPosition position;
    private final Instant time;
    private final List<TableSchema> schemas;
    private final List<Row> rows;
    private final Saved saved;
    private int next;

    Taken(
        FeedPosition position,
        Instant time,
        List<TableSchema> schemas,
        List<Row> rows,
        Saved saved) {
      this.position = position;
      this.time = time;
      this.schemas = schemas;
      this.rows = rows;
      this.saved = saved;
    }

    @Override
    public FeedPosition position() {
      return position;
    }

    @Override
    public List<TableSchema> tables() {
      return List.copyOf(schemas);
    }

    @Override
    public void leaveOut(TableName table) {
      rows.removeIf(row -> row.schema().name().equals(table));
    }

    @Override
    public OptionalLong size() {
      return OptionalLong.of(rows.size());
    }

    @Override
    public List<Change> rows(int max) {
      tables.host.admit();
      List<Row> page = rows.subList(next, next + Math.min(max, rows.size() - next));
      next += page.size();
      return page.stream().map(this::read).toList();
    }

    private Change read(Row row) {
      return new Change(
          position, Kind.READ, row.schema(), Optional.empty(), Optional.of(row), "", time);
    }

    @Override
    public void close() {}
  }

  @Override
  public FeedChunks chunks(FeedRequest feed) {
    tables.host.admit();
    return new EmbeddedChunks(tables);
  }

  @Override
  public ChangeFeed follow(FeedRequest feed, FeedPosition after) {
    tables.host.admit();
    return tables.locked(
        () -> {
          FeedLog.Known known = tables.log.feed(feed.name());
          if (known == null) {
            throw new BackendException(
                ErrorKind.NOT_FOUND, "there is no feed " + feed.name() + "; take a snapshot");
          }
          check(feed.name(), known.confirmed, after);
          EmbeddedChangeFeed opened = new EmbeddedChangeFeed(tables, this, feed, after);
          known.follower = opened;
          tables.changed.signalAll();
          return opened;
        });
  }

  private void check(String feed, FeedPosition confirmed, FeedPosition after) {
    FeedPosition end = tables.end();
    String why = null;
    if (!after.source().equals(end.source())) {
      why = "is of another source than " + end.source();
    } else if (after.after(end)) {
      why = "is behind " + end + ", the end of the source: it is an older copy";
    } else if (confirmed.after(after)) {
      why = "is before " + confirmed + ", up to which changes were confirmed and are gone";
    }
    if (why != null) {
      throw new BackendException(
          ErrorKind.CONFLICT, "position " + after + " of feed " + feed + " " + why);
    }
  }

  /** Notes what a follower has confirmed; the lock is held. */
  Saved confirm(String feed, FeedLog.Known known, FeedPosition position) {
    FeedPosition whole =
        position.isInside() ? FeedPosition.before(position.source(), position.commit()) : position;
    if (!whole.after(known.confirmed)) {
      return Saved.NOTHING;
    }
    known.confirmed = whole;
    Map<String, Optional<byte[]>> records = new LinkedHashMap<>();
    keep(feed, whole, records);
    return tables.host.save(records);
  }

  @Override
  public Optional<FeedPosition> confirmed(String feed) {
    tables.host.admit();
    return tables.locked(
        () -> Optional.ofNullable(tables.log.feed(feed)).map(known -> known.confirmed));
  }

  @Override
  public boolean drop(String feed) {
    tables.host.admit();
    Saved saved =
        tables.locked(
            () -> {
              Map<String, Optional<byte[]>> records = new LinkedHashMap<>();
              if (!tables.log.remove(feed)) {
                return null;
              }
              records.put(TableRecords.FEED + feed, Optional.empty());
              tables.log.trim(records);
              tables.changed.signalAll();
              return tables.host.save(records);
            });
    if (saved != null) {
      saved.await();
    }
    return saved != null;
  }
}
