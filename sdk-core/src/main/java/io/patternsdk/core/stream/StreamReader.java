package io.patternsdk.core.stream;

import java.time.Duration;
import java.util.List;

/**
 * Goes through a stream. For one thread at a time; {@link #close} may be called by any and ends a
 * waiting call. It survives the loss of its connection.
 */
public interface StreamReader extends AutoCloseable {

  /**
   * Returns the next records, at most {@code max}, waiting up to {@code wait} for the first of
   * them; an empty list means that none came, also where the ambient deadline ended the wait.
   * Returns as soon as there is one. Records of one partition come in its order; none is left out
   * that becomes visible later than one already read. Records that retention has removed are left
   * out: it goes on with the oldest that is there. A call that fails has moved nothing on:
   * repeating is safe.
   */
  List<StreamRecord> poll(int max, Duration wait);

  /**
   * Gives back what it holds: a waiting {@link #poll} ends, empty or as CLOSED, and a later one is
   * refused as CLOSED. Repeating does nothing.
   */
  @Override
  void close();
}
