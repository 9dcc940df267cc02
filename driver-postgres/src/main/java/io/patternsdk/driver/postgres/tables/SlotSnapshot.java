package io.patternsdk.driver.postgres.tables;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.FeedRequest;
import io.patternsdk.core.changefeed.FeedSnapshot;
import io.patternsdk.core.changefeed.SourceInfo;
import io.patternsdk.core.table.Column;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableSchema;
import io.patternsdk.driver.postgres.tables.Publications.Published;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.postgresql.replication.ReplicationSlotInfo;

/**
 * The rows as of the moment at which a slot begins: the slot's connection exports its snapshot,
 * which a transaction of another connection takes over and keeps until the end.
 */
final class SlotSnapshot implements FeedSnapshot {
  private static final Logger LOG = System.getLogger(SlotSnapshot.class.getName());
  private static final String NOW = "SELECT (extract(epoch FROM now()) * 1000000)::bigint";

  /** As of the last time that somebody counted; negative where nobody has. */
  private static final String ABOUT =
      """
      SELECT sum(reltuples)::bigint FROM pg_class, (SELECT ?::regclass AS named) AS asked
      WHERE relkind = 'r' AND (oid = named OR oid IN (SELECT relid FROM pg_partition_tree(named)))
      HAVING min(reltuples) >= 0
      """;

  private final PostgresFeeds feeds;
  private final Connection connection;
  private final FeedPosition position;
  private final SourceInfo source;
  private final Instant time;
  private final OptionalLong size;
  private final List<TableSchema> schemas;
  private final Deque<Part> parts;
  private @Nullable Part part;
  private @Nullable CopyOut copy;
  private boolean lost;
  private volatile boolean closed;

  /**
   * The rows of one table, and how they are asked for.
   *
   * @param select which columns of what
   * @param filter which of the rows are told, as a condition of SQL
   */
  record Part(TableSchema schema, String select, Optional<String> filter) {

    /** Returns what asks for the rows that meet a condition too, in some order. */
    String query(Optional<String> condition, String order) {
      List<String> conditions = new ArrayList<>();
      filter.ifPresent(text -> conditions.add("(" + text + ")"));
      condition.ifPresent(conditions::add);
      String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
      return "COPY (" + select + where + order + ") TO STDOUT";
    }
  }

  private SlotSnapshot(
      PostgresFeeds feeds,
      Connection connection,
      FeedPosition position,
      SourceInfo source,
      Instant time,
      OptionalLong size,
      List<Part> parts) {
    this.feeds = feeds;
    this.connection = connection;
    this.position = position;
    this.source = source;
    this.time = time;
    this.size = size;
    this.schemas = parts.stream().map(Part::schema).toList();
    this.parts = new ArrayDeque<>(parts);
  }

  /** Makes a slot and takes a snapshot; where that fails there is no slot. */
  static SlotSnapshot take(
      PostgresFeeds feeds, FeedName feed, FeedRequest request, String slot, Deadline deadline) {
    TableHost host = feeds.host();
    Connection reading = host.connect(deadline);
    boolean taken = false;
    int pid = 0;
    try (Connection making = FeedErrors.replicate(host, deadline)) {
      pid = making.unwrap(PGConnection.class).getBackendPID();
      limit(making, deadline);
      ReplicationSlotInfo made =
          making
              .unwrap(PGConnection.class)
              .getReplicationAPI()
              .createReplicationSlot()
              .logical()
              .withSlotName(slot)
              .withOutputPlugin("pgoutput")
              .make();
      limit(reading, deadline);
      PostgresSessions.execute(reading, "SET statement_timeout = 0");
      PostgresSessions.execute(reading, "SET idle_in_transaction_session_timeout = 0");
      PostgresSessions.plain(reading);
      reading.setAutoCommit(false);
      PostgresSessions.execute(
          reading, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
      PostgresSessions.execute(
          reading,
          "SET TRANSACTION SNAPSHOT "
              + PostgresSessions.literal(String.valueOf(made.getSnapshotName())));
      SlotSnapshot snapshot =
          begun(feeds, feed, request, reading, made.getConsistentPoint().asLong());
      taken = true;
      return feeds.opened(snapshot);
    } catch (SQLException e) {
      throw FeedErrors.of(host, e, deadline);
    } finally {
      if (!taken) {
        PostgresSessions.end(reading);
        if (pid != 0) {
          abandon(feeds, slot, pid);
        }
      }
    }
  }

  private static void limit(Connection connection, Deadline deadline) throws SQLException {
    int millis = (int) Math.min(Integer.MAX_VALUE, deadline.remaining().toMillis() + 1);
    connection.setNetworkTimeout(Runnable::run, millis);
  }

  private static SlotSnapshot begun(
      PostgresFeeds feeds, FeedName feed, FeedRequest request, Connection reading, long lsn)
      throws SQLException {
    String names =
        request.tables().stream().map(PostgresSessions::quoted).collect(Collectors.joining(", "));
    PostgresSessions.execute(reading, "LOCK TABLE " + names + " IN ACCESS SHARE MODE");
    Map<TableName, Published> published = Publications.published(reading, feed);
    List<Part> parts = new ArrayList<>();
    OptionalLong size = OptionalLong.of(0);
    for (TableName name : request.tables()) {
      CatalogTable table =
          CatalogTable.find(reading, feeds.types(), name)
              .orElseThrow(
                  () -> new BackendException(ErrorKind.NOT_FOUND, "there is no table " + name));
      parts.add(part(table, Optional.ofNullable(published.get(name))));
      size = size(reading, name, size);
    }
    Instant time =
        PostgresSessions.query(
                reading,
                NOW,
                statement -> {},
                row -> Instant.EPOCH.plus(row.getLong(1), ChronoUnit.MICROS))
            .getFirst();
    String source = FeedState.read(reading, feed).source();
    SourceInfo said = SourceInfo.of(reading.getCatalog(), lsn);
    return new SlotSnapshot(feeds, reading, Lsn.position(source, lsn), said, time, size, parts);
  }

  /** Adds about how many rows a table has. */
  static OptionalLong size(Connection reading, TableName table, OptionalLong others)
      throws SQLException {
    List<Long> about =
        PostgresSessions.query(
            reading,
            ABOUT,
            statement -> statement.setString(1, PostgresSessions.quoted(table)),
            row -> row.getLong(1));
    return about.isEmpty() || others.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(others.getAsLong() + about.getFirst());
  }

  /** Reads the columns and the rows that the stream tells as well. */
  static Part part(CatalogTable table, Optional<Published> published) {
    TableSchema told = table.told();
    List<Column> columns =
        told.columns().stream()
            .filter(column -> published.map(p -> p.columns().contains(column.name())).orElse(true))
            .toList();
    TableSchema schema =
        columns.size() == told.columns().size()
            ? told
            : TableSchema.of(told.name(), columns, told.key());
    String names =
        columns.stream()
            .map(column -> PostgresSessions.quoted(column.name()))
            .collect(Collectors.joining(", "));
    return new Part(
        schema,
        "SELECT %s FROM %s%s"
            .formatted(
                names, table.partitioned() ? "" : "ONLY ", PostgresSessions.quoted(table.name())),
        published.flatMap(Published::filter));
  }

  /** The server may be about to make the slot although nobody waits for it any more. */
  private static void abandon(PostgresFeeds feeds, String slot, int pid) {
    TableHost host = feeds.host();
    try {
      boolean unused =
          host.call(
              connection -> {
                var ended =
                    PostgresSessions.query(
                        connection,
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE pid = ? AND backend_type = 'walsender'",
                        statement -> statement.setInt(1, pid),
                        row -> true);
                return ended.isEmpty();
              });
      feeds.dropSlot(slot, host.calls().deadline());
    } catch (OperationException e) {
      LOG.log(Level.WARNING, "slot " + slot + " may be left over: drop it", e);
    }
  }

  /** Gives it up together with its slot, which nobody knows of. */
  void abandon(String slot) {
    close();
    abandon(feeds, slot, 0);
  }

  @Override
  public List<TableSchema> tables() {
    return schemas;
  }

  @Override
  public void leaveOut(TableName table) {
    parts.removeIf(one -> one.schema.name().equals(table));
  }

  @Override
  public OptionalLong size() {
    return size;
  }

  @Override
  public FeedPosition position() {
    return position;
  }

  @Override
  public List<Change> rows(int max) {
    Deadline deadline = feeds.host().calls().begin();
    if (closed) {
      throw new BackendException(ErrorKind.CLOSED, "the snapshot is closed");
    }
    if (lost) {
      throw new BackendException(ErrorKind.ABORTED, Effect.NONE, "the snapshot was lost", null);
    }
    try {
      limit(connection, deadline);
      List<Change> rows = new ArrayList<>();
      while (rows.size() < max && next()) {
        Part from = part;
        byte[] line = copy == null ? null : copy.readFromCopy();
        if (line == null || from == null) {
          copy = null;
        } else {
          rows.add(read(from.schema, line));
        }
      }
      return rows;
    } catch (SQLException e) {
      lost = true;
      throw lost(FeedErrors.of(feeds.host(), e, deadline));
    }
  }

  private static OperationException lost(OperationException why) {
    return why instanceof BackendException e
            && (e.kind() == ErrorKind.CLOSED
                || e.kind() == ErrorKind.CANCELLED
                || e.kind() == ErrorKind.TIMED_OUT)
        ? why
        : new BackendException(
            ErrorKind.ABORTED, Effect.NONE, "the snapshot is lost: " + why.getMessage(), why);
  }

  /** Makes sure that a table is being read; false if there is none left. */
  private boolean next() throws SQLException {
    if (copy == null) {
      part = parts.poll();
      if (part == null) {
        return false;
      }
      copy =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut(part.query(Optional.empty(), ""));
    }
    return true;
  }

  private Change read(TableSchema schema, byte[] line) {
    Row row = Row.of(schema, CopyLine.values(schema, line));
    return new Change(
        position, Change.Kind.READ, schema, Optional.empty(), Optional.of(row), "", time, source);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      feeds.closed(this);
      PostgresSessions.end(connection);
    }
  }
}
