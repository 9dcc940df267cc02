package io.patternsdk.stress;

import io.patternsdk.concurrency.bulkhead.Bulkhead;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/**
 * A bulkhead of either kind, alone or with more places, so that they are spread over stripes; all
 * of these further places are taken and stay so.
 */
class Bulkheads {
  /** How each outcome begins: whether it is a fair one. */
  static final String EITHER = "(true|false), ";

  /** Nobody waits so long unless a wake-up is lost. */
  private static final Duration LONG = Duration.ofSeconds(10);

  /** Twice as many as there may be stripes. */
  private static final int STRIPED = 32;

  final boolean fair = ThreadLocalRandom.current().nextBoolean();
  private final int more;
  final Bulkhead bulkhead;

  Bulkheads(int capacity, int taken) {
    this(capacity, taken, ThreadLocalRandom.current().nextBoolean() ? STRIPED : 0);
  }

  Bulkheads(int capacity, int taken, int more) {
    this.more = more;
    bulkhead =
        Bulkhead.named(fair ? "fair" : "barging").capacity(capacity + more).fair(fair).build();
    take(taken + more);
  }

  final void resize(int capacity) {
    bulkhead.resize(capacity + more);
  }

  final int capacity() {
    return bulkhead.snapshot().capacity() - more;
  }

  /** Returns how many of the places that are not taken for good are taken. */
  final int inside() {
    return bulkhead.snapshot().running() - more;
  }

  /** Takes up to so many that are free now; returns how many. */
  final int take(int most) {
    int taken = 0;
    while (taken < most && bulkhead.tryAcquire()) {
      taken++;
    }
    return taken;
  }

  /** Gives one back; false if that is refused. */
  final boolean give() {
    try {
      bulkhead.release();
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /** Gives so many back; returns how many were accepted. */
  final int give(int times) {
    int given = 0;
    for (int i = 0; i < times; i++) {
      given += give() ? 1 : 0;
    }
    return given;
  }

  /** Waits for one until nobody would; returns whether it came. */
  final boolean await() {
    return bulkhead.tryAcquire(LONG);
  }

  /** Whoever looks gathers all places. */
  final void gather() {
    int unused = inside();
  }

  /** Returns how many are free when nobody moves any more, by taking them. */
  final int free() {
    return take(100);
  }

  /** Says which kind it is, how many are inside and how many are free. */
  final void count(LLLL_Result r) {
    r.r1 = fair;
    r.r3 = inside();
    r.r4 = free();
  }

  /** Fails the race unless a count is right that no result has room for. */
  static void hold(int count, int expected) {
    if (count != expected) {
      throw new IllegalStateException(count + " instead of " + expected);
    }
  }

  /** Its only place is taken. */
  static class OneTaken extends Bulkheads {
    OneTaken() {
      super(1, 1);
    }
  }

  /** Both of its places are free. */
  static class TwoFree extends Bulkheads {
    TwoFree() {
      super(2, 0);
    }
  }

  /** Both of its places are taken. */
  static class TwoTaken extends Bulkheads {
    TwoTaken() {
      super(2, 2);
    }
  }
}
