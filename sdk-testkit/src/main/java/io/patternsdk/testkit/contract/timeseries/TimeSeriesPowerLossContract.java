package io.patternsdk.testkit.contract.timeseries;

import static io.patternsdk.core.standard.StandardCapabilities.TIMESERIES_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.TIMESERIES_RETENTION;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.core.timeseries.Point;
import io.patternsdk.core.timeseries.SeriesQuery;
import io.patternsdk.core.timeseries.TimeSeries;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.PowerLoss;
import io.patternsdk.testkit.contract.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What is kept of points that are declared as synced, when the power goes. */
final class TimeSeriesPowerLossContract {
  private final Subject subject;

  TimeSeriesPowerLossContract(Subject subject) {
    this.subject = subject;
  }

  @Case
  void whatIsWrittenIsThereAfterALossOfPower() {
    if (subject.traits(TIMESERIES_BASIC).durability() == Durability.SYNCED) {
      subject.powerLoss().ifPresent(TimeSeriesPowerLossContract::check);
    }
  }

  private static void check(PowerLoss power) {
    TimeSeries series = power.backend().require(TIMESERIES_BASIC);
    Instant now = Instant.now();
    Point young = new Point("s", Map.of("host", "a"), now, 1);
    Point old = new Point("s", Map.of("host", "b"), now.minusSeconds(90_000), 2);
    series.write(List.of(young, old));
    assertThat(read(power)).containsExactly(old, young);
    Point replaced = new Point("s", Map.of("host", "a"), now, 3);
    series.write(List.of(replaced));
    assertThat(read(power)).containsExactly(old, replaced);
    power
        .backend()
        .find(TIMESERIES_RETENTION)
        .ifPresent(
            bounds -> {
              bounds.retain("s", Duration.ofDays(1));
              bounds.trim("s");
              assertThat(read(power)).containsExactly(replaced);
            });
  }

  private static List<Point> read(PowerLoss power) {
    return power.left().require(TIMESERIES_BASIC).query(SeriesQuery.of("s")).toList();
  }
}
