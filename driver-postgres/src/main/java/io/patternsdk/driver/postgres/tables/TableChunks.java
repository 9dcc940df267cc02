package io.patternsdk.driver.postgres.tables;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.changefeed.FeedChunk;
import io.patternsdk.core.changefeed.FeedChunks;
import io.patternsdk.core.changefeed.SourceInfo;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Rows in the order of their keys, each part in a transaction of its own that says what it sees. It
 * has one connection after the other.
 */
final class TableChunks implements FeedChunks {
  /** About how much of a table is read at a time; then its rows decide how many that are. */
  private static final long BYTES = 4L << 20;

  private static final int FIRST = 500;
  private static final String NO_TABLE = "42P01";

  /** A number of its own: whoever writes already has a lesser one. */
  private static final String NEWEST = "SELECT pg_current_xact_id()::text";

  /** What the transaction sees, and how far the log is behind all of that. */
  private static final String SEEN =
      """
      SELECT pg_current_snapshot()::text, (pg_current_wal_insert_lsn() - '0/0')::bigint,
        (pg_current_wal_flush_lsn() - '0/0')::bigint,
        (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
      """;

  /** Brings the log onto the disk, so that whoever follows comes to this place. */
  private static final String MARK =
      "SELECT (pg_logical_emit_message(true, 'patternsdk', '') - '0/0')::bigint";

  private final PostgresFeeds feeds;
  private final FeedName feed;
  private final String source;
  private final long opened;
  private final Map<TableName, Long> width = new HashMap<>();
  private @Nullable Connection connection;
  private volatile boolean closed;

  private TableChunks(PostgresFeeds feeds, FeedName feed, String source, long opened) {
    this.feeds = feeds;
    this.feed = feed;
    this.source = source;
    this.opened = opened;
  }

  static TableChunks open(PostgresFeeds feeds, FeedName feed) {
    String source = feeds.state(feed).source();
    String newest =
        feeds
            .host()
            .call(
                connection ->
                    PostgresSessions.query(
                            connection, NEWEST, statement -> {}, row -> row.getString(1))
                        .getFirst());
    return feeds.opened(new TableChunks(feeds, feed, source, Long.parseLong(newest)));
  }

  private Connection connection(Deadline deadline) throws SQLException {
    Connection there = connection;
    if (closed) {
      throw new BackendException(ErrorKind.CLOSED, "the chunks are closed");
    }
    if (there == null || there.isClosed()) {
      there = feeds.host().connect(deadline);
      connection = there;
      PostgresSessions.plain(there);
    }
    there.setNetworkTimeout(
        Runnable::run, (int) Math.min(Integer.MAX_VALUE, deadline.remaining().toMillis() + 1));
    return there;
  }

  private <T> T call(TableHost.Work<T> work) {
    Deadline deadline = feeds.host().calls().begin();
    boolean done = false;
    try {
      T result = work.on(connection(deadline));
      done = true;
      return result;
    } catch (SQLException e) {
      if (NO_TABLE.equals(e.getSQLState())) {
        throw new BackendException(ErrorKind.NOT_FOUND, String.valueOf(e.getMessage()), e);
      }
      throw FeedErrors.of(feeds.host(), e, deadline);
    } finally {
      if (!done) {
        end();
      }
    }
  }

  private void end() {
    Connection there = connection;
    connection = null;
    if (there != null) {
      PostgresSessions.end(there);
    }
  }

  private CatalogTable find(Connection on, TableName table) throws SQLException {
    return CatalogTable.find(on, feeds.types(), table)
        .orElseThrow(() -> new BackendException(ErrorKind.NOT_FOUND, "there is no table " + table));
  }

  @Override
  public TableSchema schema(TableName table) {
    return call(on -> find(on, table).told());
  }

  @Override
  public OptionalLong size(TableName table) {
    return call(on -> SlotSnapshot.size(on, table, OptionalLong.of(0)));
  }

  @Override
  public Optional<FeedChunk> read(TableName table, Optional<Row> behind, int max) {
    return call(
        on -> {
          on.setAutoCommit(false);
          PostgresSessions.execute(on, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
          PostgresSessions.execute(
              on, "LOCK TABLE " + PostgresSessions.quoted(table) + " IN ACCESS SHARE MODE");
          Seen seen =
              PostgresSessions.query(on, SEEN, statement -> {}, TableChunks::seen).getFirst();
          Optional<FeedChunk> chunk =
              seen.snapshot.least() < opened
                  ? Optional.empty()
                  : Optional.of(chunk(on, seen, find(on, table), behind, max));
          on.commit();
          on.setAutoCommit(true);
          return chunk.isPresent() && seen.written > seen.flushed
              ? Optional.of(marked(on, chunk.get()))
              : chunk;
        });
  }

  /** What a transaction sees, and where the log was then. */
  private record Seen(ReadSnapshot snapshot, long written, long flushed, Instant time) {}

  private static Seen seen(ResultSet row) throws SQLException {
    return new Seen(
        ReadSnapshot.parse(row.getString(1)),
        row.getLong(2),
        row.getLong(3),
        Instant.EPOCH.plus(row.getLong(4), ChronoUnit.MICROS));
  }

  private FeedChunk chunk(
      Connection on, Seen seen, CatalogTable table, Optional<Row> behind, int max)
      throws SQLException {
    KeyOrder order = new KeyOrder(table);
    if (order.isEmpty()) {
      throw new BackendException(
          ErrorKind.UNSUPPORTED, table.name() + " has no key, so it has no chunks");
    }
    var published = Optional.ofNullable(Publications.published(on, feed).get(table.name()));
    SlotSnapshot.Part part = SlotSnapshot.part(table, published);
    Long known = width.get(table.name());
    int limit = (int) Math.min(max, known == null ? FIRST : Math.max(1, BYTES / known));
    String query =
        part.query(
            behind.map(order::behind), " ORDER BY " + order.columns() + " LIMIT " + (limit + 1));
    List<Row> rows = new ArrayList<>();
    long bytes = 0;
    boolean last = true;
    CopyOut copy = on.unwrap(PGConnection.class).getCopyAPI().copyOut(query);
    for (byte[] line = copy.readFromCopy(); line != null; line = copy.readFromCopy()) {
      if (rows.size() == limit) {
        last = false;
      } else {
        rows.add(Row.of(part.schema(), CopyLine.values(part.schema(), line)));
        bytes += line.length;
      }
    }
    if (!rows.isEmpty()) {
      width.put(table.name(), Math.max(1, bytes / rows.size()));
    }
    return new FeedChunk(
        rows,
        last,
        bytes,
        seen.time,
        Lsn.position(source, seen.written),
        seen.snapshot::has,
        SourceInfo.of(on.getCatalog(), seen.written));
  }

  /** Says that the chunk goes on to a place that is behind it, and on disk. */
  private FeedChunk marked(Connection on, FeedChunk chunk) throws SQLException {
    long place =
        PostgresSessions.query(on, MARK, statement -> {}, row -> row.getLong(1)).getFirst();
    return new FeedChunk(
        chunk.rows(),
        chunk.last(),
        chunk.bytes(),
        chunk.time(),
        Lsn.position(source, place),
        chunk.seen(),
        chunk.source());
  }

  @Override
  public List<Row> behind(Row place, List<Row> rows) {
    return call(
        on -> {
          KeyOrder order = new KeyOrder(find(on, place.schema().name()));
          List<Row> behind = new ArrayList<>();
          for (Row row : rows) {
            boolean later =
                PostgresSessions.query(
                        on,
                        "SELECT " + order.values(row) + " > " + order.values(place),
                        statement -> {},
                        answer -> answer.getBoolean(1))
                    .getFirst();
            if (later) {
              behind.add(row);
            }
          }
          return behind;
        });
  }

  @Override
  public void close() {
    closed = true;
    feeds.closed(this);
    end();
  }
}
