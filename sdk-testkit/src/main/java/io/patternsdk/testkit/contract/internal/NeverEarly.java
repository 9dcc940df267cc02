package io.patternsdk.testkit.contract.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/**
 * Holds what must last for a time against the clock. It may last longer, and a test that looks late
 * cannot tell whether it ended early: so one try counts only if the last moment was seen.
 */
public final class NeverEarly {
  /** How far the clocks of a backend may be from ours, and what it may lose by rounding. */
  public static final Duration CLOCK_STEP = Duration.ofMillis(1);

  private static final int TRIES = 50;

  /**
   * The tries in which the time is taken from the return of the call that began it. A store that
   * syncs each write returns late, so afterwards it is taken from that call's begin.
   */
  private static final int STRICT_TRIES = 15;

  private NeverEarly() {}

  /**
   * Fails if it ends more than {@link #CLOCK_STEP} early, or is still there when the patience is
   * over.
   *
   * @param time how long it must last at least
   * @param patience how much longer it may last
   * @param prepare does what comes before, for the try of the number given
   * @param begin begins that try and returns whether it still lasts; asked without a pause
   */
  public static void check(
      Duration time, Duration patience, IntConsumer prepare, IntFunction<BooleanSupplier> begin) {
    Duration least = time.minus(CLOCK_STEP);
    for (int i = 0; i < TRIES; i++) {
      prepare.accept(i);
      Duration seen = seen(time.plus(patience), least, begin, i, i < STRICT_TRIES);
      if (seen.plus(CLOCK_STEP).compareTo(least) >= 0) {
        return;
      }
    }
    throw new AssertionError("could not look at the last moment in " + TRIES + " tries");
  }

  /** Like the other, with nothing to prepare. */
  public static void check(Duration time, Duration patience, IntFunction<BooleanSupplier> begin) {
    check(time, patience, i -> {}, begin);
  }

  /**
   * Returns how long it lasted for certain: from when it had begun, or before if that is not
   * strict, to when the last call began that saw it.
   */
  private static Duration seen(
      Duration most,
      Duration least,
      IntFunction<BooleanSupplier> begin,
      int number,
      boolean strict) {
    Duration seen = Duration.ZERO;
    long start = System.nanoTime();
    BooleanSupplier lasts = begin.apply(number);
    long begun = strict ? System.nanoTime() : start;
    Duration asked = Duration.ZERO;
    while (lasts.getAsBoolean()) {
      seen = asked;
      assertThat(seen).as("lasts").isLessThan(most);
      asked = Durations.since(begun);
    }
    assertThat(Durations.since(start)).as("ended after").isGreaterThanOrEqualTo(least);
    return seen;
  }

  /** Checks how long one call took that must wait so long at least. */
  public static void waited(long start, Duration time) {
    assertThat(Durations.since(start)).as("waited").isGreaterThanOrEqualTo(time.minus(CLOCK_STEP));
  }
}
