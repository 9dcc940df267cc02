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
import io.patternsdk.core.driver.Opening;
import io.patternsdk.lifecycle.config.BackendConfig;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Opens one backend: once, or again and again until it can be used or the time is over. */
record Opener(
    BackendConfig config,
    BackendOptions options,
    DriverRegistry drivers,
    Clock clock,
    Duration limit) {
  private static final Logger LOG = System.getLogger(Opener.class.getName());

  /**
   * Opens it, and tells of each attempt that failed and is followed by another.
   *
   * @throws io.patternsdk.core.config.ConfigException if its settings are wrong
   * @throws OperationException why it could not be used in the end
   * @throws InterruptedException if nobody waits for it any more
   */
  Backend open(Consumer<OperationException> failures) throws InterruptedException {
    Deadline end = Deadline.after(limit, clock);
    // One attempt is made in any case, and a short limit does not cut it short.
    Deadline attempts = Deadline.after(longer(limit, config.operationTimeout()), clock);
    AtomicBoolean first = new AtomicBoolean(true);
    Opening opening =
        Opening.on(clock)
            .until(end)
            .noting(
                failure -> {
                  Level level = first.getAndSet(false) ? Level.WARNING : Level.DEBUG;
                  LOG.log(level, waiting(failure, end));
                  failures.accept(failure);
                });
    return attempt(attempts, () -> opening.open(this::connect));
  }

  /** Makes one attempt to open it; otherwise as {@link #open}. */
  Backend openOnce() throws InterruptedException {
    return attempt(Deadline.after(config.operationTimeout(), clock), this::connect);
  }

  private Backend connect() {
    return drivers.open(config.driver().value(), options);
  }

  private static Backend attempt(Deadline deadline, Supplier<Backend> open)
      throws InterruptedException {
    try {
      return deadline.run(open::get);
    } catch (BackendException failure) {
      if (failure.kind() == ErrorKind.CANCELLED) {
        Thread.interrupted();
        throw new InterruptedException();
      }
      throw failure;
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

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
