package io.patternsdk.concurrency;

import org.jspecify.annotations.Nullable;

/** A state that somebody ordered: lets everything through or nothing, and counts nothing. */
record Fixed(BreakerState state) implements BreakerPhase, Permit {
  static final Fixed FORCED_OPEN = new Fixed(BreakerState.FORCED_OPEN);
  static final Fixed DISABLED = new Fixed(BreakerState.DISABLED);

  @Override
  public @Nullable Permit tryAcquire() {
    return state == BreakerState.DISABLED ? this : null;
  }

  @Override
  public long begin() {
    return 0;
  }

  @Override
  public void end(Outcome outcome, long begun) {}

  @Override
  public void end(Outcome outcome) {}

  @Override
  public BreakerSnapshot snapshot(long refused) {
    return new BreakerSnapshot(state, 0, 0, 0, 0, 0, refused);
  }
}
