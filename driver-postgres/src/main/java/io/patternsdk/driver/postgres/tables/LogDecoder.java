package io.patternsdk.driver.postgres.tables;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.Change.Kind;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.SourceInfo;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.Row.Unavailable;
import io.patternsdk.core.table.TableName;
import io.patternsdk.driver.postgres.tables.PostgresRelation.Said;
import io.patternsdk.driver.postgres.tables.PostgresRelation.SaidColumn;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of pgoutput, version 1: whole transactions in the order of their commits. All
 * changes that are published count, those of other tables included, so that a position means the
 * same to every reader. For one thread.
 */
final class LogDecoder {
  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");
  private static final long NOWHERE = -1;
  private static final int LSN_BYTES = 8;

  private final String database;
  private final FeedPosition from;
  private final Set<TableName> tables;
  private final Function<Said, PostgresRelation> completing;
  private final Consumer<Change> changes;
  private final Consumer<FeedPosition> ends;
  private final Map<Integer, PostgresRelation> relations = new HashMap<>();
  private boolean inside;
  private long commit;
  private long index;
  private long lsn = NOWHERE;
  private long previousCommit = NOWHERE;
  private String transaction = "";
  private Instant committed = EPOCH;

  /**
   * Begins after a position.
   *
   * @param database whose log it is
   * @param completing adds to a table what the server does not say
   * @param changes takes each change of these tables
   * @param ends takes the position behind each transaction
   */
  LogDecoder(
      String database,
      FeedPosition from,
      Set<TableName> tables,
      Function<Said, PostgresRelation> completing,
      Consumer<Change> changes,
      Consumer<FeedPosition> ends) {
    this.database = database;
    this.from = from;
    this.tables = tables;
    this.completing = completing;
    this.changes = changes;
    this.ends = ends;
  }

  /** Tells whether more changes of a transaction are to come. */
  boolean isInside() {
    return inside;
  }

  /** Reads a message that is from a place in the log. */
  void read(ByteBuffer message, long place) {
    lsn = place;
    char kind = (char) message.get();
    switch (kind) {
      case 'B' -> begin(message);
      case 'C' -> end(message);
      case 'R' -> relation(message);
      case 'I' -> insert(message);
      case 'U' -> update(message);
      case 'D' -> delete(message);
      case 'T' -> truncate(message);
      case 'O', 'Y', 'M' -> {} // origins, names of types, messages of applications
      default -> throw unreadable("a message of kind " + kind, null);
    }
  }

  private static BackendException unreadable(String what, @Nullable Throwable cause) {
    return new BackendException(
        ErrorKind.CORRUPT, Effect.NONE, "the server's log has " + what, cause);
  }

  private void begin(ByteBuffer message) {
    inside = true;
    index = 0;
    commit = message.getLong();
    committed = EPOCH.plus(message.getLong(), ChronoUnit.MICROS);
    transaction = Integer.toUnsignedString(message.getInt());
  }

  private void end(ByteBuffer message) {
    inside = false;
    previousCommit = message.getLong(message.position() + 1 + LSN_BYTES); // behind flags and commit
    ends.accept(FeedPosition.behind(from.source(), commit));
  }

  private void relation(ByteBuffer message) {
    int number = message.getInt();
    String schema = text(message);
    TableName name = new TableName(schema.isEmpty() ? "pg_catalog" : schema, text(message));
    char identity = (char) message.get();
    int count = message.getShort();
    List<SaidColumn> columns = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      boolean identified = (message.get() & 1) != 0;
      String column = text(message);
      long type = Integer.toUnsignedLong(message.getInt());
      columns.add(new SaidColumn(column, type, message.getInt(), identified));
    }
    if (tables.contains(name)) {
      relations.put(
          number,
          completing.apply(new Said(Integer.toUnsignedLong(number), name, identity, columns)));
    } else {
      relations.remove(number);
    }
  }

  /** Counts a change; empty where it is of another table or done already. */
  private Optional<PostgresRelation> next(int relation) {
    index++;
    PostgresRelation known = relations.get(relation);
    boolean done = commit < from.commit() || (commit == from.commit() && index <= from.index());
    return done ? Optional.empty() : Optional.ofNullable(known);
  }

  private void insert(ByteBuffer message) {
    PostgresRelation relation = next(message.getInt()).orElse(null);
    if (relation != null) {
      message.get();
      put(relation, Kind.INSERT, Optional.empty(), Optional.of(row(relation, message, false)));
    }
  }

  private void update(ByteBuffer message) {
    PostgresRelation relation = next(message.getInt()).orElse(null);
    if (relation == null) {
      return;
    }
    Optional<Row> before = Optional.empty();
    byte which = message.get();
    if (which != 'N') {
      before = Optional.of(row(relation, message, which == 'K'));
      message.get();
    }
    Row after = row(relation, message, false);
    put(relation, Kind.UPDATE, before, before.map(after::completedBy).or(() -> Optional.of(after)));
  }

  private void delete(ByteBuffer message) {
    PostgresRelation relation = next(message.getInt()).orElse(null);
    if (relation != null) {
      boolean key = message.get() == 'K';
      put(relation, Kind.DELETE, Optional.of(row(relation, message, key)), Optional.empty());
    }
  }

  private void truncate(ByteBuffer message) {
    int count = message.getInt();
    message.get();
    for (int i = 0; i < count; i++) {
      next(message.getInt())
          .ifPresent(relation -> put(relation, Kind.TRUNCATE, Optional.empty(), Optional.empty()));
    }
  }

  private void put(
      PostgresRelation relation, Kind kind, Optional<Row> before, Optional<Row> after) {
    FeedPosition position = new FeedPosition(from.source(), commit, index);
    SourceInfo source = new SourceInfo(database, lsn, previousCommit, SourceInfo.Mark.NONE);
    changes.accept(
        new Change(
            position, kind, relation.schema(), before, after, transaction, committed, source));
  }

  private static Row row(PostgresRelation relation, ByteBuffer message, boolean key) {
    int count = message.getShort();
    @Nullable Object[] values = new Object[count];
    for (int i = 0; i < count; i++) {
      byte form = message.get();
      boolean told = !key || relation.identified()[i];
      values[i] =
          switch (form) {
            case 'n' -> told ? null : Unavailable.UNAVAILABLE;
            case 'u' -> Unavailable.UNAVAILABLE;
            case 't' -> value(relation, i, message);
            default -> throw unreadable("a value of form " + (char) form, null);
          };
    }
    return Row.of(relation.schema(), values);
  }

  private static Object value(PostgresRelation relation, int place, ByteBuffer message) {
    int length = message.getInt();
    int start = message.arrayOffset() + message.position();
    String text = new String(message.array(), start, length, StandardCharsets.UTF_8);
    message.position(message.position() + length);
    try {
      return PostgresValues.of(relation.schema().columns().get(place).type(), text);
    } catch (RuntimeException e) {
      String column = relation.schema().columns().get(place).name();
      throw unreadable("a value of %s of %s that is none".formatted(column, relation.schema()), e);
    }
  }

  /** A name, up to the zero that ends it. */
  private static String text(ByteBuffer message) {
    int start = message.position();
    while (message.get() != 0) {}
    int length = message.position() - 1 - start;
    return new String(
        message.array(), message.arrayOffset() + start, length, StandardCharsets.UTF_8);
  }
}
