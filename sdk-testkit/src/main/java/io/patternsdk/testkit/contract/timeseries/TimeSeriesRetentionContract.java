package io.patternsdk.testkit.contract.timeseries;

import static io.patternsdk.core.standard.StandardCapabilities.TIMESERIES_AGGREGATION;
import static io.patternsdk.core.standard.StandardCapabilities.TIMESERIES_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.TIMESERIES_RETENTION;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.timeseries.Point;
import io.patternsdk.core.timeseries.SeriesQuery;
import io.patternsdk.core.timeseries.TimeSeries;
import io.patternsdk.core.timeseries.TimeSeriesRetention;
import io.patternsdk.core.timeseries.Window;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What bounds of age promise. */
final class TimeSeriesRetentionContract {
  private static final Duration DAY = Duration.ofDays(1);

  private final Subject subject;
  private final TimeSeries series;
  private final TimeSeriesRetention bounds;
  private final Duration grain;
  private final Instant now = Instant.now();
  private final Point young = Point.of("s", now.minus(Duration.ofHours(1)), 1);
  private final Point old = Point.of("s", now.minus(Duration.ofDays(2)), 2);
  private final Point ancient;

  TimeSeriesRetentionContract(Subject subject) {
    this.subject = subject;
    this.series = subject.require(TIMESERIES_BASIC);
    this.bounds = subject.require(TIMESERIES_RETENTION);
    this.grain = subject.traits(TIMESERIES_RETENTION).get(TimeSeriesRetention.GRAIN);
    this.ancient = Point.of("s", now.minus(Duration.ofDays(3)).minus(grain), 3);
  }

  private List<Point> read(String name) {
    return series.query(SeriesQuery.of(name)).toList();
  }

  @Case
  void withoutABoundEverythingIsKept() {
    assertThat(bounds.retention("s")).isEmpty();
    series.write(List.of(Point.of("s", Point.EARLIEST, 1)));
    bounds.trim("s");
    assertThat(read("s")).hasSize(1);
  }

  @Case
  void whatIsOlderIsNotReadAnyMore() {
    series.write(List.of(young, old, ancient));
    bounds.retain("s", DAY);
    assertThat(bounds.retention("s")).contains(DAY);
    assertThat(read("s")).containsExactly(young);
    bounds.retain("s", Duration.ofDays(2).plusHours(1));
    assertThat(bounds.retention("s")).contains(Duration.ofDays(2).plusHours(1));
  }

  @Case
  void whatIsOlderIsNotCountedAnyMore() {
    series.write(List.of(young, old, ancient));
    bounds.retain("s", DAY);
    SeriesQuery query = SeriesQuery.of("s").between(ancient.time(), now);
    subject
        .find(TIMESERIES_AGGREGATION)
        .ifPresent(
            windows ->
                assertThat(windows.aggregate(query, DAY.plus(grain)))
                    .extracting(Window::count)
                    .containsExactly(1L));
  }

  @Case
  void trimmingRemovesWhatIsOlderAndKeepsWhatIsYounger() {
    series.write(List.of(young, old, ancient));
    bounds.retain("s", DAY);
    bounds.trim("s");
    assertThat(read("s")).containsExactly(young);
    bounds.retainAll("s");
    assertThat(bounds.retention("s")).isEmpty();
    assertThat(read("s")).contains(young).doesNotContain(ancient);
  }

  @Case
  void aBoundMayBeSetBeforeThereIsAnything() {
    bounds.retain("s", DAY);
    bounds.trim("s");
    series.write(List.of(young, old, ancient));
    assertThat(read("s")).containsExactly(young);
  }

  @Case
  void whatIsWrittenAfterTrimmingIsThere() {
    series.write(List.of(young, ancient));
    bounds.retain("s", DAY);
    bounds.trim("s");
    bounds.retainAll("s");
    series.write(List.of(ancient, old));
    assertThat(read("s")).containsExactly(ancient, old, young);
  }

  @Case
  void boundsBelongToTheSeriesForAllProcesses() {
    TimeSeriesRetention other = subject.sibling().require(TIMESERIES_RETENTION);
    series.write(List.of(young, old, old.withSeries("S"), ancient.withSeries("S")));
    other.retain("s", DAY);
    assertThat(bounds.retention("s")).contains(DAY);
    assertThat(read("s")).containsExactly(young);
    other.trim("s");
    other.trim("S");
    assertThat(bounds.retention("S")).isEmpty();
    assertThat(read("S")).hasSize(2);
    assertThat(subject.neighbour().require(TIMESERIES_RETENTION).retention("s")).isEmpty();
  }

  @Case
  void agesThatCannotBeAreRefused() {
    for (Duration age : List.of(Duration.ZERO, Duration.ofMillis(999), Duration.ofDays(400_000))) {
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> bounds.retain("s", age));
    }
    assertThat(bounds.retention("s")).isEmpty();
  }
}
