package io.patternsdk.cdc;

import io.patternsdk.core.changefeed.Change;
import java.util.Optional;

/**
 * A step of the user's own on the way of every change, behind the filter, the columns, names and
 * masks of the settings, and before the destination. It is called by several threads at a time, and
 * again with the same change after a crash, a failure, or when a parked change is tried again: so
 * it depends on nothing but the change.
 */
@FunctionalInterface
public interface ChangeStep {

  /**
   * Returns the change as it is to be delivered; empty to leave it out. Its position stays, and
   * what it is about stays in order by the key that it had before.
   *
   * @throws RuntimeException if the change cannot be transformed: it is parked with the reason
   */
  Optional<Change> apply(Change change);
}
