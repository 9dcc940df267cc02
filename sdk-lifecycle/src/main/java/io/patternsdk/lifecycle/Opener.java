package io.patternsdk.lifecycle;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.config.Durations;
import io.patternsdk.lifecycle.config.BackendConfig;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Opens one backend, again and again until it can be used or the time is over. */
record Opener(
    BackendConfig config,
    BackendOptions options,
    DriverRegistry drivers,
    Clock clock,
    Duration limit)
    implements Callable<Backend> {
  private static final Logger LOG = System.getLogger(Opener.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /**
   * Opens it.
   *
   * @throws io.patternsdk.core.config.ConfigException if its settings are wrong
   * @throws OperationException why it could not be used in the end
   * @throws InterruptedException if nobody waits for it any more
   */
  @Override
  public Backend call() throws InterruptedException {
    Deadline end = Deadline.after(limit, clock);
    // One attempt is made in any case, and a short limit does not cut it short.
    Deadline attempts = Deadline.after(longer(limit, config.operationTimeout()), clock);
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      try {
        return attempts.run(() -> drivers.open(config.driver().value(), options));
      } catch (BackendException failure) {
        if (failure.kind() == ErrorKind.CANCELLED) {
          Thread.interrupted();
          throw new InterruptedException();
        }
        if (!mayPass(failure.kind()) || end.remaining().compareTo(pause) <= 0) {
          throw failure;
        }
        LOG.log(attempt == 1 ? Level.WARNING : Level.DEBUG, waiting(failure, end));
      }
      clock.sleep(pause);
      pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
    }
  }

  private String waiting(BackendException failure, Deadline end) {
    return name()
        + " is unavailable, trying again for "
        + Durations.format(Duration.ofSeconds(Math.max(1, end.remaining().toSeconds())))
        + ": "
        + failure.getMessage();
  }

  /** Says which backend it is. */
  String name() {
    return "backend " + config.name().value() + " (" + config.driver().value() + ")";
  }

  private static boolean mayPass(ErrorKind kind) {
    return switch (kind) {
      case UNAVAILABLE, TIMED_OUT, RATE_LIMITED -> true;
      default -> false;
    };
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
