package io.patternsdk.core.keyvalue;

import java.time.Duration;

/**
 * Goes through what becomes of some keys. For one thread at a time; {@link #close} may be called by
 * any and ends a waiting call. It survives the loss of its connection.
 */
public interface KeyWatch extends AutoCloseable {

  /**
   * Returns the next events, at most {@code max}, waiting up to {@code wait} for the first of them;
   * without events when none came, also where the ambient deadline ended the wait. Returns as soon
   * as there is one. A call that fails has moved nothing on: repeating is safe, and may bring
   * events again.
   */
  WatchBatch poll(int max, Duration wait);

  /**
   * Gives back what it holds: a waiting {@link #poll} ends, empty or as CLOSED, and a later one is
   * refused as CLOSED. Repeating does nothing.
   */
  @Override
  void close();
}
