package io.patternsdk.driver.redis;

import java.util.concurrent.atomic.AtomicLong;

/** Lets one of many through, and none for a second after it. */
final class OnceASecond {
  private static final long NANOS = 1_000_000_000;

  private final AtomicLong passed = new AtomicLong(System.nanoTime() - NANOS);

  boolean pass() {
    long now = System.nanoTime();
    long last = passed.get();
    return now - last >= NANOS && passed.compareAndSet(last, now);
  }
}
