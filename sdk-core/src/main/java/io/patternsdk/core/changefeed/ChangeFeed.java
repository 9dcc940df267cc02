package io.patternsdk.core.changefeed;

import java.time.Duration;

/**
 * Goes through the changes of some tables. For one thread at a time; {@link #close} may be called
 * by any and ends a waiting call. It survives the loss of its connection.
 */
public interface ChangeFeed extends AutoCloseable {

  /**
   * Returns the next changes, at most {@code max}, waiting up to {@code wait} for the first of
   * them; without changes when none came, also where the ambient deadline ended the wait. Every
   * change of a committed transaction comes, those of one transaction together and in their order,
   * transactions in the order of their commits; a large one may be cut by {@code max}. Nothing of
   * what was rolled back comes. A call that fails has moved nothing on: repeating is safe. CONFLICT
   * means that the feed was followed anew, by another process or this one, or dropped.
   */
  FeedBatch poll(int max, Duration wait);

  /**
   * Says that everything up to a position is done with for ever, so that the source may let it go.
   * A position inside a transaction confirms what is before that. Confirming behind what is
   * confirmed does nothing; repeating is safe. CONFLICT as for {@link #poll}.
   *
   * @throws io.patternsdk.core.BackendException INVALID_ARGUMENT if the feed has not come so far
   */
  void confirm(FeedPosition position);

  /**
   * Gives back what it holds: a waiting {@link #poll} ends, and a later one is refused as CLOSED.
   * The source goes on to keep what was not confirmed. Repeating does nothing.
   */
  @Override
  void close();
}
