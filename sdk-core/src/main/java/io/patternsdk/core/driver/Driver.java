package io.patternsdk.core.driver;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.capability.Capabilities;
import java.util.Optional;

/**
 * A connected backend. It adapts the client and nothing else: checks, namespaces, retries and
 * metrics are the core's and the layers'. It does not replay writes by itself: a failed write is
 * reported with its effect. It bounds each call by the lesser of the ambient deadline and the
 * operation timeout of its context. Thread-safe.
 */
public interface Driver extends AutoCloseable {

  /** Returns the versions of driver, client and server. */
  DriverInfo info();

  /** Returns what the connected server can do; the same at each call. */
  Capabilities capabilities();

  /** Makes one real round trip within the deadline; never throws for a backend that is down. */
  Health health(Deadline deadline);

  /** Returns the native client, for what no capability covers; empty if it has none such. */
  default <T> Optional<T> unwrap(Class<T> client) {
    return Optional.empty();
  }

  /**
   * Ends all subscriptions and connections, waiting for running handlers until the ambient deadline
   * or the operation timeout. A call that waits by request ends, without a result or with CLOSED;
   * later calls fail with CLOSED. Repeating does nothing.
   */
  @Override
  void close();
}
