package io.patternsdk.resilience4j;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import io.patternsdk.core.layer.Call;

/** A bulkhead that is waited for until the ambient deadline at most. */
record Places(Bulkhead bulkhead, BoundedWait entry) {

  Places(Bulkhead bulkhead) {
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
    if (!entry.take(bulkhead.getBulkheadConfig().getMaxWaitDuration(), Deadline.current())) {
      throw new RejectedException(Rejection.FULL, entry.what() + " is full");
    }
  }
}
