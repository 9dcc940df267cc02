package io.patternsdk.core.pattern;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import java.time.Duration;

/**
 * Distributed business logic at work on the backends of its slots. Made by its {@link
 * PatternProvider}, started once, shut down once.
 */
public interface Pattern extends AutoCloseable {

  /**
   * Begins to work and returns; needs no thread of the caller.
   *
   * @throws IllegalStateException if it has been started or shut down before
   */
  void start();

  /**
   * Takes no more work, finishes or reports what it has accepted, and ends its threads; does not
   * close the backends. Returns when that is done or the deadline has come, whichever is first; an
   * interrupt means to give up at once. Shutting down what never started succeeds, and repeating
   * does nothing.
   */
  void shutdown(Deadline deadline);

  /**
   * Shuts down within 30 seconds, or by the ambient deadline if that is sooner: for programs that
   * use a pattern as a library. Closes no backend; repeating does nothing.
   */
  @Override
  default void close() {
    shutdown(Deadline.after(Deadline.current().atMost(Duration.ofSeconds(30))));
  }

  /** Returns its own state, beyond that of its backends, within the deadline. */
  Health health(Deadline deadline);

  /** Returns what it has accepted and not finished; at any time, by any thread. */
  Unfinished unfinished();

  /**
   * Returns what became of all its work since the start, for the end of the last line of the log;
   * empty if there is nothing to say beyond what is unfinished. At any time, by any thread.
   */
  default String account() {
    return "";
  }
}
