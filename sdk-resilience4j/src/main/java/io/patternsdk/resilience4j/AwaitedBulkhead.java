package io.patternsdk.resilience4j;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Rejection;
import io.patternsdk.core.layer.Call;
import java.time.Duration;

/** A bulkhead that is waited for until the ambient deadline at most. */
record AwaitedBulkhead(Bulkhead bulkhead, BoundedWait entry) {

  AwaitedBulkhead(Bulkhead bulkhead) {
    this(
        bulkhead,
        new BoundedWait(
            "the bulkhead " + bulkhead.getName(),
            bulkhead::tryAcquirePermission,
            bulkhead::releasePermission));
  }

  <T> T call(Call<T> next) {
    take();
    try {
      return next.run();
    } finally {
      giveBack();
    }
  }

  /** Makes a call and keeps the place if it succeeds. */
  <T> T hold(Call<T> next) {
    take();
    boolean held = false;
    try {
      T result = next.run();
      held = true;
      return result;
    } finally {
      if (!held) {
        giveBack();
      }
    }
  }

  void giveBack() {
    bulkhead.onComplete();
  }

  private void take() {
    Duration longest = bulkhead.getBulkheadConfig().getMaxWaitDuration();
    if (!entry.take(longest, Deadline.current())) {
      throw Refusals.after(longest, Rejection.FULL, entry.what() + " is full");
    }
  }
}
