package io.patternsdk.core.table;

import java.util.List;

/**
 * A column of a table.
 *
 * @param name its name, as it is spelled in the database; not empty
 * @param type what its values are
 * @param nullable whether a value may be absent
 * @param nativeType what the database calls its type, such as {@code numeric(5,2)}; may be empty
 * @param scale of DECIMAL the digits after the point, of TIME, TIMESTAMP and INSTANT those of a
 *     second; −1 where the column does not say
 * @param labels where the type, or that of the elements of an array, lists its values, these in
 *     their order; else none; unmodifiable
 * @param defaultValue what a new row has that does not say a value, as the database writes it, such
 *     as {@code 7} or {@code now()}; may be empty
 */
public record Column(
    String name,
    ColumnType type,
    boolean nullable,
    String nativeType,
    int scale,
    List<String> labels,
    String defaultValue) {

  /** Checks that it has a name. */
  public Column {
    labels = List.copyOf(labels);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a column has no name");
    }
  }

  /** Makes one of which nothing else is known. */
  public Column(String name, ColumnType type, boolean nullable, String nativeType, int scale) {
    this(name, type, nullable, nativeType, scale, List.of(), "");
  }

  /**
   * Tells whether values of both are stored as the same: all is equal but the labels and the
   * default, which a source may change at any time without changing a value.
   */
  public boolean isStoredAs(Column other) {
    return name.equals(other.name)
        && type == other.type
        && nullable == other.nullable
        && nativeType.equals(other.nativeType)
        && scale == other.scale;
  }

  /** Returns it with another name, and values that may be absent or not. */
  public Column as(String other, boolean absent) {
    return new Column(other, type, absent, nativeType, scale, labels, defaultValue);
  }

  /** Returns a column whose values are always there. */
  public static Column of(String name, ColumnType type) {
    return new Column(name, type, false, "", -1);
  }

  /** Returns a column whose values may be absent. */
  public static Column nullable(String name, ColumnType type) {
    return new Column(name, type, true, "", -1);
  }
}
