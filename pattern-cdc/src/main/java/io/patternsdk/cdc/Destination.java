package io.patternsdk.cdc;

import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.table.TableName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where changes go. For one thread at a time. */
interface Destination {

  /** Tells whether changes become messages here, and no rows. */
  default boolean tellsMessages() {
    return false;
  }

  /**
   * Lets nobody with a lesser epoch store a position any more. Returns how far it has come; empty
   * if nothing, or a snapshot in part, was delivered.
   */
  Optional<FeedPosition> lead(long epoch);

  /**
   * Delivers changes in their order; then notes how far that is, where it is said. Repeating it
   * after a failure may repeat what was delivered.
   *
   * @throws io.patternsdk.core.BackendException CONFLICT if another leads
   */
  void deliver(List<Change> changes, Optional<FeedPosition> through);

  /**
   * Forgets what a snapshot of these tables did not have, and notes how far it leads.
   *
   * @param start where it was begun: what is older and did not come is not there any more
   */
  void complete(Set<TableName> tables, FeedPosition start, FeedPosition through);

  /** Lets go of what it holds, when its leader's time is over; by any thread. */
  default void close() {}
}
