package io.patternsdk.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits, within a bound, for what only a server or another thread can bring about. It is the one
 * place of a test that polls; time that is ours is moved by a {@link MovableClock} instead.
 *
 * <p>A check is tried at once, then every 10 to 50 ms, and at least once more when the bound has
 * passed. Instances are immutable and may be shared by threads.
 */
public final class Eventually {
  private static final long FIRST_PAUSE_MILLIS = 10;
  private static final long LONGEST_PAUSE_MILLIS = 50;

  private final Duration bound;

  private Eventually(Duration bound) {
    this.bound = bound;
  }

  /** A wait of at most {@code bound}, plus the time of the last try. */
  public static Eventually within(Duration bound) {
    return new Eventually(bound);
  }

  /** A check that throws as long as it does not hold. */
  @FunctionalInterface
  public interface Check {
    /** Returns when the condition holds and throws what is wrong otherwise. */
    void run() throws Exception;
  }

  /**
   * Returns as soon as {@code check} does.
   *
   * @throws AssertionError if it still throws when the bound has passed; its cause is what the last
   *     try threw
   */
  public void check(Check check) {
    value(
        () -> {
          check.run();
          return true;
        });
  }

  /**
   * Returns as soon as {@code condition} is true.
   *
   * @throws AssertionError if it is still false, or throws, when the bound has passed
   */
  public void until(BooleanSupplier condition) {
    until("the condition", condition);
  }

  /** Like {@link #until(BooleanSupplier)}; {@code what} names the condition in the failure. */
  public void until(String what, BooleanSupplier condition) {
    check(
        () -> {
          if (!condition.getAsBoolean()) {
            throw new AssertionError(what + " is not true");
          }
        });
  }

  /**
   * The first value that {@code source} returns without throwing.
   *
   * @throws AssertionError if it still throws when the bound has passed
   */
  public <T extends @Nullable Object> T value(Callable<T> source) {
    long start = System.nanoTime();
    long pause = FIRST_PAUSE_MILLIS;
    for (int tries = 1; ; tries++) {
      boolean last = System.nanoTime() - start >= bound.toNanos();
      try {
        return source.call();
      } catch (InterruptedException e) {
        throw interrupted(e);
      } catch (Exception | AssertionError e) {
        if (last) {
          throw new AssertionError(
              "still not so after " + bound.toMillis() + " ms and " + tries + " tries: " + e, e);
        }
      }
      pause(pause);
      pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static AssertionError interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new AssertionError("interrupted while waiting", cause);
  }
}
