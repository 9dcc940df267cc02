package io.patternsdk.multicast.watch;

import java.time.Duration;

/**
 * Goes through what becomes of the identities that match. For one thread at a time; {@link #close}
 * may be called by any and ends a waiting call. It survives the loss of its connection. One that
 * nobody polls costs a bounded amount of memory: what it has missed by then is told by a {@link
 * RegistryEvent.Resync}.
 */
public interface RegistryWatch extends AutoCloseable {

  /**
   * Returns the next events, at most {@code max}, waiting up to {@code wait} for the first of them;
   * without events when none came, where the ambient deadline ended the wait, and where what came
   * does not concern whoever watches. A call that fails has moved nothing on: repeating is safe,
   * and may bring events again, as many as that call asked for.
   *
   * @throws io.patternsdk.core.OperationException if the backend failed; CLOSED after {@link
   *     #close} and after the shutdown of the registry
   */
  RegistryChanges poll(int max, Duration wait);

  /**
   * Gives back what it holds: a waiting {@link #poll} ends, empty or as CLOSED, and a later one is
   * refused as CLOSED. Repeating does nothing.
   */
  @Override
  void close();
}
