package io.patternsdk.multicast;

/** Who acknowledges a delivery. */
public enum AckMode {
  /** The registry: when the receiver returns; gives it back when the receiver throws. */
  AUTO,
  /** The receiver, by {@link Delivered#ack} or {@link MulticastRegistry#ack}, now or later. */
  MANUAL
}
