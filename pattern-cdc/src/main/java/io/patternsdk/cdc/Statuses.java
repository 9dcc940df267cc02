package io.patternsdk.cdc;

import io.patternsdk.cdc.CdcStatus.Cause;
import io.patternsdk.cdc.CdcStatus.DestinationStatus;
import io.patternsdk.cdc.CdcStatus.Lag;
import io.patternsdk.cdc.CdcStatus.TableStatus;
import io.patternsdk.core.Clock;
import io.patternsdk.core.table.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts together how it is going. Thread-safe. */
final class Statuses {
  private final Leader leader;
  private final Control control;
  private final Map<String, Counts> counts;
  private final Clock clock;

  Statuses(Leader leader, Control control, Map<String, Counts> counts, Clock clock) {
    this.leader = leader;
    this.control = control;
    this.counts = counts;
    this.clock = clock;
  }

  /** Returns how it is going; calls no backend. */
  CdcStatus now() {
    Optional<Capture> capturing = leader.capture();
    List<DestinationStatus> destinations = new ArrayList<>();
    counts.forEach((name, of) -> destinations.add(destination(name, of, capturing)));
    return new CdcStatus(
        leader.role(),
        control.wish().paused(),
        capturing.flatMap(Capture::read),
        capturing.flatMap(Capture::confirmed),
        capturing.flatMap(Capture::progress),
        leader.governor().status(),
        List.copyOf(destinations));
  }

  private DestinationStatus destination(String name, Counts of, Optional<Capture> capturing) {
    Optional<Delivery> delivery = capturing.flatMap(capture -> capture.delivery(name));
    Counts.Count all = of.all();
    Map<TableName, TableStatus> tables = new TreeMap<>();
    of.byTable().forEach((table, count) -> tables.put(table, status(count)));
    Lag lag =
        delivery
            .map(
                way ->
                    Lags.of(
                        all,
                        way,
                        capturing.flatMap(Capture::behindSince),
                        control.wish().paused(),
                        clock.now()))
            .orElse(new Lag(0, Duration.ZERO, Cause.NONE));
    return new DestinationStatus(
        name,
        delivery.flatMap(Delivery::delivered),
        delivery.flatMap(Delivery::trouble),
        lag,
        status(all),
        tables);
  }

  private static TableStatus status(Counts.Count count) {
    return new TableStatus(
        count.processed(),
        count.filtered(),
        count.delivered(),
        count.parked(),
        count.skipped(),
        count.failed());
  }
}
