package io.patternsdk.stress;

import io.patternsdk.concurrency.Bulkhead;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/** A bulkhead of either kind. */
class Bulkheads {
  /** Nobody waits so long unless a wake-up is lost. */
  static final Duration LONG = Duration.ofSeconds(10);

  final boolean fair = ThreadLocalRandom.current().nextBoolean();
  final Bulkhead bulkhead;

  Bulkheads(int capacity, int taken) {
    bulkhead = Bulkhead.named(fair ? "fair" : "barging").capacity(capacity).fair(fair).build();
    take(taken);
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

  /** Returns how many are free when nobody moves any more, by taking them. */
  final int free() {
    return take(100);
  }

  /** Says which kind it is, how many are inside and how many are free. */
  final void count(LLLL_Result r) {
    r.r1 = fair;
    r.r3 = bulkhead.snapshot().running();
    r.r4 = free();
  }
}
