package io.patternsdk.driver.embedded.journal;

import io.patternsdk.core.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Nanoseconds since 1970 that never go back: the wall clock as it was when the backend was opened,
 * moved on by monotonic time. A step of the wall clock changes nothing before the next opening.
 */
public final class MonotonicClock {
  /** The time that never comes. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final Clock clock;
  private final long origin;

  public MonotonicClock(Clock clock) {
    this.clock = clock;
    Instant wall = clock.now();
    this.origin = wall.getEpochSecond() * NANOS_PER_SECOND + wall.getNano() - clock.nanoTime();
  }

  public long now() {
    return origin + clock.nanoTime();
  }

  /** Returns the time {@code duration} from now, before {@link #NEVER} however long that is. */
  public long after(Duration duration) {
    long now = now();
    long most = NEVER - 1 - now;
    boolean fits = duration.compareTo(Duration.ofNanos(most)) < 0;
    return fits ? now + duration.toNanos() : NEVER - 1;
  }

  /** Returns the milliseconds since 1970. */
  public long nowMillis() {
    return now() / NANOS_PER_MILLI;
  }

  /** Returns the milliseconds at the time {@code duration} ago; 0 for all before 1970. */
  public long millisBefore(Duration duration) {
    long now = nowMillis();
    return duration.compareTo(Duration.ofMillis(now)) < 0
        ? now - duration.plusNanos(NANOS_PER_MILLI - 1).toMillis()
        : 0;
  }

  /** Waits until {@code when}. */
  public void sleepUntil(long when) throws InterruptedException {
    clock.sleep(Duration.ofNanos(Math.max(0, when - now())));
  }
}
