package io.patternsdk.core.merge;

import io.patternsdk.core.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives stamps that rise: they follow the wall clock, never go back with it, and are greater than
 * every stamp that was observed. Thread-safe.
 */
public final class HybridClock {
  private final Clock clock;
  private final String node;
  private final AtomicLong last = new AtomicLong();

  /**
   * Makes one.
   *
   * @param node who writes; no two clocks that live at once may have the same
   */
  public HybridClock(Clock clock, String node) {
    this.clock = clock;
    this.node = new Stamp(0, node).node();
  }

  /** Makes one of a node that nobody else has. */
  public static HybridClock random(Clock clock) {
    long name = ThreadLocalRandom.current().nextLong() >>> 1;
    return new HybridClock(clock, Long.toString(name, Character.MAX_RADIX));
  }

  /** Returns a stamp that is greater than all that it has given and observed. */
  public Stamp next() {
    long wall = clock.now().toEpochMilli() << Stamp.COUNTER_BITS;
    return new Stamp(last.updateAndGet(before -> Math.max(before + 1, wall)), node);
  }

  /** Makes what follows greater than a stamp of somebody else. */
  public void observe(Stamp stamp) {
    last.accumulateAndGet(stamp.time(), Math::max);
  }
}
