package io.patternsdk.multicast;

/** Takes what is multicast to one identity; calls come one at a time for each subscription. */
@FunctionalInterface
public interface Receiver {

  /**
   * Takes a delivery. The same message may come more than once, with the same {@linkplain
   * Delivered#messageId id}.
   */
  void onDelivery(Delivered delivery);

  /** Learns that an identity that is not durable may have missed deliveries. */
  default void onGap() {}

  /**
   * Learns that the subscription has ended, whoever ended it. Returns soon; a delivery may still be
   * under way.
   */
  default void onEnd() {}
}
