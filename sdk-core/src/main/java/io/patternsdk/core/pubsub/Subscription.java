package io.patternsdk.core.pubsub;

/**
 * A subscription in force; it ends only by {@link #close} or with its driver, and survives the loss
 * of its connection.
 */
public interface Subscription extends AutoCloseable {

  /**
   * Ends it. Waits for a running call of the subscriber until the ambient deadline or the driver's
   * operation timeout, unless it is called from inside that call; afterwards no call begins.
   * Repeating does nothing.
   */
  @Override
  void close();

  /** Returns how many messages were dropped because the subscriber was too slow. */
  long dropped();
}
