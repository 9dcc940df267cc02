package io.patternsdk.core.table;

/**
 * A column of a table.
 *
 * @param name its name, as it is spelled in the database; not empty
 * @param type what its values are
 * @param nullable whether a value may be absent
 * @param nativeType what the database calls its type, such as {@code numeric(5,2)}; may be empty
 * @param scale of DECIMAL the digits after the point, of TIME, TIMESTAMP and INSTANT those of a
 *     second; −1 where the column does not say
 */
public record Column(String name, ColumnType type, boolean nullable, String nativeType, int scale) {

  /** Checks that it has a name. */
  public Column {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a column has no name");
    }
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
