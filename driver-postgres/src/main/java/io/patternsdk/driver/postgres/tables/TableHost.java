package io.patternsdk.driver.postgres.tables;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.driver.DriverCalls;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What tables and feeds need of the driver that they are in. Thread-safe. */
public interface TableHost {

  /** Returns how calls begin and what their failures mean. */
  DriverCalls calls();

  /** Runs statements on a connection of the pool, each a transaction of its own. */
  <T extends @Nullable Object> T call(Work<T> work);

  /** Runs statements in one transaction; what fails before its end has the effect NONE. */
  <T extends @Nullable Object> T transaction(Work<T> work);

  /** Opens a connection that is the caller's to close. */
  Connection connect(Deadline deadline);

  /** Opens a connection that takes commands of replication, and is the caller's to close. */
  Connection replicate(Deadline deadline);

  /** Returns what a failure means that came by this deadline or after it. */
  OperationException failed(SQLException failure, Effect effect, Deadline deadline);

  /** Returns the schema of the driver's own tables, which the search path of a session names. */
  String schema();

  /** Tells whether the driver makes what it needs in the database, or somebody else has. */
  boolean creates();

  /**
   * The work of one call on a connection, which it does not close.
   *
   * @param <T> what it returns
   */
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    /** Does it. */
    T on(Connection connection) throws SQLException;
  }
}
