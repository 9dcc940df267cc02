package io.patternsdk.lifecycle;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.lifecycle.config.RunnerConfig;

/**
 * Something that a runner runs beside a pattern and that lets others reach it, such as an HTTP
 * server. The runner calls each method at most once, in the order in which they stand here, from
 * one thread at a time; {@link #inFlight} at any time, by any thread.
 *
 * @param <P> the pattern's own type
 */
public interface RunnerService<P extends Pattern> {

  /** Returns its name in the log, such as {@code http}. */
  String name();

  /**
   * May do what takes time and needs no pattern yet, such as loading classes, while the backends
   * are being opened; binds no port. Does nothing by default.
   *
   * @throws io.patternsdk.core.config.ConfigException if its part of the configuration is wrong,
   *     with all problems; the process ends with exit code 78
   */
  default void prepare(RunnerConfig config) {}

  /**
   * Begins to serve the pattern, which has been started, and returns; what it throws ends the start
   * with exit code 1, or 78 for a {@link io.patternsdk.core.config.ConfigException}, and nothing is
   * left open.
   *
   * @return one line for the log on where it can be reached, such as {@code http://127.0.0.1:8080}
   */
  String start(RunningPattern<P> pattern);

  /**
   * Learns that the process has been told to stop and takes no more work after {@code drain_delay}:
   * clients that stay connected had better learn it too. Returns at once. Does nothing by default.
   */
  default void announceStop() {}

  /**
   * Takes no more work: what comes from now on is refused, and streams that last are ended. Returns
   * at once. Health and readiness are answered until {@link #close}.
   */
  void stopIntake();

  /**
   * Waits until the work that was taken before is done, or the deadline has come; an interrupt
   * means to give up at once. The pattern works until this has returned.
   */
  void drain(Deadline deadline);

  /** Returns how many pieces of work it has taken and not finished. */
  default long inFlight() {
    return 0;
  }

  /** Ends at once what is still under way, and frees everything. */
  void close();
}
