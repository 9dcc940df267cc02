package io.patternsdk.core.table;

/**
 * The name of a table. Tables belong to whoever uses the database, so no namespace is put before
 * them.
 *
 * @param schema the schema that it is in, such as {@code public}; not empty
 * @param table its name in the schema, as it is spelled there; not empty
 */
public record TableName(String schema, String table) implements Comparable<TableName> {
  private static final String DEFAULT_SCHEMA = "public";

  /** Checks that neither is empty and that the schema has no dot. */
  public TableName {
    if (schema.isEmpty() || table.isEmpty() || schema.indexOf('.') >= 0) {
      throw new IllegalArgumentException(
          "\"" + schema + "." + table + "\" is no table, such as public.orders");
    }
  }

  /**
   * Reads {@code schema.table}, or a table alone, which is in {@code public}.
   *
   * @throws IllegalArgumentException if a part is empty
   */
  public static TableName parse(String text) {
    int dot = text.indexOf('.');
    return dot < 0
        ? new TableName(DEFAULT_SCHEMA, text)
        : new TableName(text.substring(0, dot), text.substring(dot + 1));
  }

  @Override
  public int compareTo(TableName other) {
    int bySchema = schema.compareTo(other.schema);
    return bySchema != 0 ? bySchema : table.compareTo(other.table);
  }

  /** Returns schema and table with a dot between them. */
  @Override
  public String toString() {
    return schema + "." + table;
  }
}
