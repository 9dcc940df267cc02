package io.patternsdk.core.driver;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;

/**
 * The one place of a driver where its client's exceptions become the core's: why an operation
 * failed, and whether it may have been applied. {@link DriverCalls} asks it; it asks nobody and
 * never throws. Thread-safe.
 */
@FunctionalInterface
public interface DriverErrors {

  /**
   * Returns what a failure means. What means the same in every driver never comes here: an
   * interrupt, a time limit that has passed, a driver that is closed, an exception of the core.
   *
   * @param failure what the client threw or completed with, without the wrappers of futures
   * @param effect what the operation may have done unless the failure tells: NONE where nothing has
   *     been sent but what makes a connection, else UNKNOWN. Only what a server certainly refused,
   *     or what certainly never left, is NONE after that
   */
  BackendException of(Throwable failure, Effect effect);
}
