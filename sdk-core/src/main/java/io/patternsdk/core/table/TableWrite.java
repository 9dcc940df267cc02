package io.patternsdk.core.table;

/** One change to apply to a table. */
public sealed interface TableWrite {

  /** Returns which table. */
  TableName table();

  /** Returns how new it is. */
  RowVersion version();

  /**
   * Makes the row be there as it is here.
   *
   * @param row all of it, key included
   * @param version how new it is
   */
  record Upsert(Row row, RowVersion version) implements TableWrite {
    /** Checks that all values are known and that there is a key. */
    public Upsert {
      if (row.schema().key().isEmpty() || !row.isComplete()) {
        throw new IllegalArgumentException(
            row + " cannot be applied: it has no key, or a value is not available");
      }
    }

    @Override
    public TableName table() {
      return row.schema().name();
    }
  }

  /**
   * Makes the row be gone.
   *
   * @param row of which the key is known; nothing else counts
   * @param version how new that is
   */
  record Delete(Row row, RowVersion version) implements TableWrite {
    /** Checks that there is a key. */
    public Delete {
      if (row.schema().key().isEmpty() || row.key().contains(Row.Unavailable.UNAVAILABLE)) {
        throw new IllegalArgumentException(row + " cannot be deleted: its key is not available");
      }
    }

    @Override
    public TableName table() {
      return row.schema().name();
    }
  }

  /**
   * Makes all rows be gone that are older.
   *
   * @param table which table
   * @param version how new that is
   */
  record Truncate(TableName table, RowVersion version) implements TableWrite {}
}
