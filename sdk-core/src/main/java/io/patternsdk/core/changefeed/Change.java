package io.patternsdk.core.changefeed;

import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.TableSchema;
import java.time.Instant;
import java.util.Optional;

/**
 * One change of one row, or of a whole table.
 *
 * @param position behind this change
 * @param kind what happened
 * @param schema the table as it was then
 * @param before the row as it was, with what the source says of it: all columns, those of the key,
 *     or nothing; never there for INSERT and READ
 * @param after the row as it is; empty for DELETE and TRUNCATE
 * @param transaction what the source calls its transaction; empty for READ
 * @param committed when the transaction was committed, of READ when the row was read, by the
 *     source's clock
 * @param source what the source says of it beside that
 */
public record Change(
    FeedPosition position,
    Kind kind,
    TableSchema schema,
    Optional<Row> before,
    Optional<Row> after,
    String transaction,
    Instant committed,
    SourceInfo source) {

  /** What happened to a row. */
  public enum Kind {
    /** It was there when the snapshot was taken. */
    READ,
    /** It is new. */
    INSERT,
    /** It was replaced. */
    UPDATE,
    /** It is gone. */
    DELETE,
    /** All rows of the table are gone. */
    TRUNCATE
  }

  /** Checks that there are the rows that the kind needs, of the schema. */
  public Change {
    boolean rows =
        switch (kind) {
          case READ, INSERT -> before.isEmpty() && after.isPresent();
          case UPDATE -> after.isPresent();
          case DELETE -> before.isPresent() && after.isEmpty();
          case TRUNCATE -> before.isEmpty() && after.isEmpty();
        };
    if (!rows) {
      throw new IllegalArgumentException("a change of kind " + kind + " has other rows");
    }
  }

  /** Makes one of which the source says nothing else. */
  public Change(
      FeedPosition position,
      Kind kind,
      TableSchema schema,
      Optional<Row> before,
      Optional<Row> after,
      String transaction,
      Instant committed) {
    this(position, kind, schema, before, after, transaction, committed, SourceInfo.NONE);
  }

  /** Returns it with other rows, such as those of another shape; for steps of transforms. */
  public Change with(TableSchema shape, Optional<Row> was, Optional<Row> is) {
    return new Change(position, kind, shape, was, is, transaction, committed, source);
  }

  /** Returns it with something else said of it. */
  public Change with(SourceInfo said) {
    return said.equals(source)
        ? this
        : new Change(position, kind, schema, before, after, transaction, committed, said);
  }

  /** Returns the row after it, or before it where there is none after; empty for TRUNCATE. */
  public Optional<Row> row() {
    return after.isPresent() ? after : before;
  }
}
