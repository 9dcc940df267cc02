package io.patternsdk.core.table;

import io.patternsdk.core.capability.Traits;
import java.util.List;
import java.util.Optional;

/**
 * Tables to which changes are applied so that applying them again changes nothing: {@code
 * table_upsert}.
 *
 * <p>Each row has a version, which outlives its deletion; a write that is not newer does nothing.
 * Names of writers are in the backend's namespace, tables are not. Thread-safe.
 */
public interface TableUpsert {

  /**
   * Makes sure that the table is there with these columns and this key. What to do where it is not
   * says the policy. Repeating does nothing.
   *
   * @throws io.patternsdk.core.BackendException CONFLICT if it is there with other columns or
   *     another key, NOT_FOUND if it is not there and may not be made; INVALID_ARGUMENT without key
   */
  void define(TableSchema schema, SchemaPolicy policy);

  /** What may be done to make a table fit. */
  enum SchemaPolicy {
    /** Make it if it is not there, and add columns at its end that may be absent. */
    CREATE,
    /** Nothing. */
    REQUIRE
  }

  /**
   * Applies writes and notes the writer's progress. A batch that cannot be applied is refused
   * before any of it is. After another failure all of it or nothing is there where the driver says
   * so ({@link Traits#ATOMICITY}); else any part of the writes may be, the progress only after all
   * of them. Returns how many of the writes were newer than what was there. Repeating it is safe.
   *
   * @param writes in their order; of defined tables, of which a row has the columns
   * @throws io.patternsdk.core.BackendException CONFLICT if the writer was here with a greater
   *     epoch; NOT_FOUND if a table is not defined; INVALID_ARGUMENT if a row does not fit its
   *     table
   */
  int apply(List<TableWrite> writes, Progress progress);

  /** Returns how far a writer has come; empty if it has applied nothing. */
  Optional<Progress> progress(String writer);

  /** Returns the row that has the key of this one; empty if there is none. */
  Optional<Row> find(Row key);

  /** Returns how many rows a table has; 0 if it is not defined. */
  long count(TableName table);
}
