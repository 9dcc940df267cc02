package io.patternsdk.lifecycle;

import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Meters;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.core.pattern.Unfinished;
import io.patternsdk.lifecycle.config.RunnerConfig;
import io.patternsdk.observability.RequestTracing;
import java.util.Optional;

/**
 * A pattern that a runner has started, with what is around it. Thread-safe.
 *
 * @param <P> the pattern's own type
 */
public interface RunningPattern<P extends Pattern> extends AutoCloseable {

  /** Returns the pattern itself. */
  P pattern();

  /** Returns the configuration that it runs with. */
  RunnerConfig config();

  /** Returns the source of time. */
  Clock clock();

  /** Returns what bounds the bytes that wait for clients, as for subscribers and listings. */
  ByteBudget budget();

  /** Returns how everything was when it was last looked at; calls no backend. */
  HealthReport health();

  /** Returns what the pattern has accepted and not finished. */
  Unfinished unfinished();

  /** Returns where metrics are read; empty if they are switched off. */
  Optional<MetricsText> metrics();

  /** Returns where whoever serves the pattern counts what it does. */
  Meters meters();

  /** Returns what puts spans round requests from outside; it does nothing if tracing is off. */
  RequestTracing tracing();

  /**
   * Says that the process cannot go on: the cause is logged, the pattern is stopped gracefully, and
   * the exit code is 1. Returns at once.
   */
  void fail(Throwable cause);

  /**
   * Stops everything as SIGTERM does, within {@code shutdown_timeout}, and returns the exit code;
   * repeating waits for the same end. An interrupt hastens it: nothing is waited for any more.
   */
  int stop();

  /** Waits until somebody has stopped it, and returns the exit code. */
  int await() throws InterruptedException;

  /** Stops it. */
  @Override
  default void close() {
    stop();
  }
}
