package io.patternsdk.session;

import io.patternsdk.core.Meters;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongConsumer;

/** Counts what the store was asked. Thread-safe. */
final class OperationCounts {
  private final Meters meters;
  private final ConcurrentMap<String, LongConsumer> counters = new ConcurrentHashMap<>();

  OperationCounts(Meters meters) {
    this.meters = meters;
  }

  void count(String operation) {
    counters
        .computeIfAbsent(
            operation,
            name ->
                meters.counter(
                    "session_store_operations_total",
                    "Operations that the store was asked for",
                    "operation",
                    name))
        .accept(1);
  }
}
