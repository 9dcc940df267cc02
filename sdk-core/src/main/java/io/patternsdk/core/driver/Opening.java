package io.patternsdk.core.driver;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How what may not be ready yet is opened: again after 100 ms, 200 ms and so on up to 2 s, while it
 * is unavailable, late or too busy. What will be wrong again, such as a password, is not tried
 * again. Immutable; each method returns a changed copy.
 */
public final class Opening {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final Clock clock;
  private final int retries;
  private final Deadline end;
  private final Consumer<BackendException> noting;

  private Opening(Clock clock, int retries, Deadline end, Consumer<BackendException> noting) {
    this.clock = clock;
    this.retries = retries;
    this.end = end;
    this.noting = noting;
  }

  /** Tries again for as long as the ambient deadline allows. */
  public static Opening on(Clock clock) {
    return new Opening(clock, Integer.MAX_VALUE, Deadline.NONE, failure -> {});
  }

  /** Tries again at most so many times. */
  public Opening retries(int most) {
    return new Opening(clock, most, end, noting);
  }

  /** Begins no attempt after a deadline but the first; an attempt that runs is not cut short. */
  public Opening until(Deadline end) {
    return new Opening(clock, retries, end, noting);
  }

  /** Tells of each failure after which it is tried again. */
  public Opening noting(Consumer<BackendException> noting) {
    return new Opening(clock, retries, end, noting);
  }

  /**
   * Makes attempts until one succeeds; each leaves nothing open when it fails.
   *
   * @throws BackendException what the last attempt threw, or the one before if the last was only
   *     cut short by the deadline; CANCELLED if this thread is interrupted between two
   */
  public <T> T open(Supplier<T> attempt) {
    Duration pause = FIRST_PAUSE;
    @Nullable BackendException answered = null;
    for (int retry = 0; ; retry++) {
      try {
        return attempt.get();
      } catch (BackendException e) {
        answered = e.kind() == ErrorKind.TIMED_OUT ? answered : e;
        Duration left = Deadline.current().sooner(end).remaining();
        if (!mayPass(e.kind()) || retry >= retries || left.compareTo(pause) <= 0) {
          throw answered == null ? e : answered;
        }
        noting.accept(e);
      }
      sleep(pause);
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
  }

  private static boolean mayPass(ErrorKind kind) {
    return switch (kind) {
      case UNAVAILABLE, TIMED_OUT, RATE_LIMITED -> true;
      default -> false;
    };
  }

  private void sleep(Duration pause) {
    try {
      clock.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException(ErrorKind.CANCELLED, Effect.NONE, "interrupted", e);
    }
  }
}
