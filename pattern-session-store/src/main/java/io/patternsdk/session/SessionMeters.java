package io.patternsdk.session;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Meters;
import io.patternsdk.core.merge.StoredRecord;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.DoubleConsumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Counts and times what the store is asked, and measures what it writes. Thread-safe. */
final class SessionMeters {
  private static final double NANOS = 1e9;

  /** From a fraction of what one round trip takes on a machine of one's own to a slow answer. */
  private static final double[] SECONDS = {
    0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };

  private static final double[] BYTES = {
    256, 1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20
  };

  private final Meters meters;
  private final Clock clock;
  private final ConcurrentMap<String, Operation> operations = new ConcurrentHashMap<>();
  private final DoubleConsumer sizes;

  /**
   * Publishes them.
   *
   * @param active how many sessions there were when somebody counted them last
   */
  SessionMeters(Meters meters, Clock clock, Supplier<Long> active) {
    this.meters = meters;
    this.clock = clock;
    this.sizes =
        meters.distribution(
            "session_store_size_bytes", "Bytes of a session after a write of attributes", BYTES);
    meters.gauge(
        "session_store_sessions_active",
        "Sessions of the whole store when this process counted them last",
        () -> active.get());
  }

  private record Operation(LongConsumer count, DoubleConsumer seconds) {}

  private Operation operation(String name) {
    return new Operation(
        meters.counter(
            "session_store_operations_total",
            "Operations that the store was asked for",
            "operation",
            name),
        meters.distribution(
            "session_store_operation_latency_seconds",
            "Time from asking the store to its answer, refusals and failures too",
            SECONDS,
            "operation",
            name));
  }

  <T> T timed(String name, Supplier<T> work) {
    Operation operation = operations.computeIfAbsent(name, this::operation);
    operation.count().accept(1);
    long start = clock.nanoTime();
    try {
      return work.get();
    } finally {
      operation.seconds().accept((clock.nanoTime() - start) / NANOS);
    }
  }

  void wrote(StoredRecord record) {
    sizes.accept((double) record.bytes());
  }
}
