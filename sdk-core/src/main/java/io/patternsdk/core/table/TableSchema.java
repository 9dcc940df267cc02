package io.patternsdk.core.table;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The columns of a table and which of them are its key, in the order of the key. Immutable. */
public final class TableSchema {
  private final TableName name;
  private final List<Column> columns;
  private final List<String> key;
  private final Map<String, Integer> places = new HashMap<>();

  private TableSchema(TableName name, List<Column> columns, List<String> key) {
    this.name = name;
    this.columns = List.copyOf(columns);
    this.key = List.copyOf(key);
    for (int i = 0; i < this.columns.size(); i++) {
      if (places.put(this.columns.get(i).name(), i) != null) {
        throw new IllegalArgumentException(name + " has two columns " + columns.get(i).name());
      }
    }
    if (!places.keySet().containsAll(key) || new HashSet<>(key).size() != key.size()) {
      throw new IllegalArgumentException(name + " has no key of " + key);
    }
  }

  /**
   * Returns a schema.
   *
   * @param key the names of the columns of the primary key; none where the table has no key
   * @throws IllegalArgumentException if two columns have one name or the key names no column
   */
  public static TableSchema of(TableName name, List<Column> columns, List<String> key) {
    return new TableSchema(name, columns, key);
  }

  /** Returns which table it is. */
  public TableName name() {
    return name;
  }

  /** Returns the columns in their order; unmodifiable. */
  public List<Column> columns() {
    return columns;
  }

  /** Returns the names of the columns of the key; empty if there is no key; unmodifiable. */
  public List<String> key() {
    return key;
  }

  /** Returns the place of a column, from 0; empty if there is none of this name. */
  public OptionalInt place(String column) {
    Integer place = places.get(column);
    return place == null ? OptionalInt.empty() : OptionalInt.of(place);
  }

  /**
   * Tells whether rows of both are stored as the same: all is equal but what {@link
   * Column#isStoredAs} leaves out.
   */
  public boolean isStoredAs(TableSchema other) {
    return columns.size() == other.columns.size() && isBeginningOf(other);
  }

  /**
   * Tells whether rows of this one are stored as the beginning of the other's: it is {@link
   * #isStoredAs} but for columns at the end, which the other may have.
   */
  public boolean isBeginningOf(TableSchema other) {
    return name.equals(other.name)
        && key.equals(other.key)
        && columns.size() <= other.columns.size()
        && IntStream.range(0, columns.size())
            .allMatch(i -> columns.get(i).isStoredAs(other.columns.get(i)));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TableSchema o
        && name.equals(o.name)
        && columns.equals(o.columns)
        && key.equals(o.key);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, columns, key);
  }

  @Override
  public String toString() {
    return name + columns.stream().map(Column::name).toList().toString();
  }
}
