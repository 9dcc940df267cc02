package io.patternsdk.cdc;

/**
 * The time of one leader. It is over for good once anybody has seen the lease lapse, though it may
 * have been renewed a moment later: what saw that has stopped.
 */
final class Term {
  private final Lease lease;
  private volatile boolean over;

  Term(Lease lease) {
    this.lease = lease;
  }

  /** Tells whether nobody else can lead. */
  boolean isHeld() {
    if (!lease.isHeld()) {
      over = true;
    }
    return !over;
  }

  /** Returns which of the leaders this is. */
  long epoch() {
    return lease.epoch();
  }
}
