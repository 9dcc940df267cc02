package io.patternsdk.core.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of a row, in the order of its schema's columns; null is an absent value, {@link
 * Unavailable#UNAVAILABLE} one that the source did not say. Immutable, its byte arrays excepted.
 */
public final class Row {
  private final TableSchema schema;
  private final @Nullable Object[] values;

  private Row(TableSchema schema, @Nullable Object[] values) {
    this.schema = schema;
    this.values = values;
  }

  /** What stands in place of a value that is not known. */
  public enum Unavailable {
    /**
     * The database has a value and did not say which: a large one that a change left as it was, or
     * one that is no part of what identifies a row.
     */
    UNAVAILABLE
  }

  /**
   * Returns a row.
   *
   * @throws IllegalArgumentException if the number of values or the type of one is not the schema's
   */
  public static Row of(TableSchema schema, @Nullable Object... values) {
    List<Column> columns = schema.columns();
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(
          schema + " has " + columns.size() + " columns, the row " + values.length + " values");
    }
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value != null && value != Unavailable.UNAVAILABLE && !columns.get(i).type().has(value)) {
        throw new IllegalArgumentException(
            columns.get(i).name()
                + " of "
                + schema.name()
                + " is of type "
                + columns.get(i).type()
                + ", the value a "
                + value.getClass().getSimpleName());
      }
    }
    return new Row(schema, values.clone());
  }

  /** Returns its schema. */
  public TableSchema schema() {
    return schema;
  }

  /** Returns the value at a place; null if it is absent. */
  public @Nullable Object value(int place) {
    return values[place];
  }

  /**
   * Returns the value of a column; null if it is absent.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  public @Nullable Object value(String column) {
    return values[
        schema
            .place(column)
            .orElseThrow(() -> new IllegalArgumentException(schema + " has no column " + column))];
  }

  /** Tells whether all its values are known. */
  public boolean isComplete() {
    return !Arrays.asList(values).contains(Unavailable.UNAVAILABLE);
  }

  /** Returns the row with what is not available here taken from an older one of the same schema. */
  public Row completedBy(Row older) {
    @Nullable Object[] all = values.clone();
    for (int i = 0; i < all.length; i++) {
      if (all[i] == Unavailable.UNAVAILABLE) {
        all[i] = older.values[i];
      }
    }
    return new Row(schema, all);
  }

  /** Returns the values of the key, in its order; unmodifiable. */
  public List<@Nullable Object> key() {
    List<@Nullable Object> key = new ArrayList<>(schema.key().size());
    schema.key().forEach(column -> key.add(value(column)));
    return Collections.unmodifiableList(key);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Row o && schema.equals(o.schema) && Arrays.deepEquals(values, o.values);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(values);
  }

  /** Returns the table and how many columns there are, and no value: it may be a secret. */
  @Override
  public String toString() {
    return "row of " + schema;
  }
}
