package io.patternsdk.multicast;

import io.patternsdk.core.Meters;
import io.patternsdk.multicast.MulticastReport.Status;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;

/** Counts the targets of multicasts by what became of them. */
final class StatusCounters {
  private final Map<Status, LongConsumer> counters = new EnumMap<>(Status.class);

  StatusCounters(Meters meters) {
    for (Status status : Status.values()) {
      counters.put(
          status,
          meters.counter(
              "registry_multicast_targets_total",
              "Targets of multicasts by what became of them",
              "status",
              status.name().toLowerCase(Locale.ROOT)));
    }
  }

  void count(Status status, int targets) {
    Objects.requireNonNull(counters.get(status)).accept(targets);
  }
}
