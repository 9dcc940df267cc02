package io.patternsdk.testkit.contract.timeseries;

import static io.patternsdk.core.standard.StandardCapabilities.TIMESERIES_AGGREGATION;
import static io.patternsdk.core.standard.StandardCapabilities.TIMESERIES_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.timeseries.Point;
import io.patternsdk.core.timeseries.SeriesQuery;
import io.patternsdk.core.timeseries.TimeSeries;
import io.patternsdk.core.timeseries.TimeSeriesAggregation;
import io.patternsdk.core.timeseries.Window;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What numbers by window promise. */
final class TimeSeriesAggregationContract {
  private static final Instant T = Instant.parse("2024-03-01T12:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final SeriesQuery HOUR =
      SeriesQuery.of("s").between(T, T.plus(Duration.ofHours(1)));

  private final Subject subject;
  private final TimeSeries series;
  private final TimeSeriesAggregation windows;

  TimeSeriesAggregationContract(Subject subject) {
    this.subject = subject;
    this.series = subject.require(TIMESERIES_BASIC);
    this.windows = subject.require(TIMESERIES_AGGREGATION);
  }

  private static Point at(long second, double value) {
    return Point.of("s", T.plusSeconds(second), value);
  }

  @Case
  void eachWindowHasWhatIsInItAndWhereNothingIsThereIsNone() {
    assertThat(windows.aggregate(HOUR, MINUTE)).isEmpty();
    series.write(List.of(at(59, 8), at(0, 2), at(30, -1), at(180, 5)));
    assertThat(windows.aggregate(HOUR, MINUTE))
        .containsExactly(
            new Window(T, 3, 9, -1, 8, 8), new Window(T.plusSeconds(180), 1, 5, 5, 5, 5));
    assertThat(windows.aggregate(HOUR, MINUTE).getFirst().average()).isEqualTo(3);
  }

  @Case
  void windowsBeginAtMultiplesOfThemselvesWhereverTheRangeBegins() {
    series.write(IntStream.range(0, 100).mapToObj(i -> at(i, 1)).toList());
    Duration seven = Duration.ofSeconds(7);
    SeriesQuery query = HOUR.between(T.plusSeconds(10), T.plusSeconds(50));
    List<Window> told = windows.aggregate(query, seven);
    assertThat(told).allMatch(window -> window.start().getEpochSecond() % 7 == 0);
    assertThat(told.stream().mapToLong(Window::count).sum()).isEqualTo(40);
    assertThat(told.getFirst().start()).isBeforeOrEqualTo(T.plusSeconds(10));
    assertThat(windows.aggregate(query, seven.multipliedBy(100_000_000)))
        .extracting(Window::count)
        .containsExactly(40L);
  }

  @Case
  void theLastIsTheLatestAndNotTheOneThatWasWrittenLast() {
    series.write(List.of(at(40, 4)));
    series.write(List.of(at(10, 1)));
    series.write(List.of(at(30, 3)));
    assertThat(windows.aggregate(HOUR, MINUTE)).extracting(Window::last).containsExactly(4.0);
  }

  @Case
  void whatWasReplacedDoesNotCount() {
    series.write(List.of(at(0, 100), at(1, 1)));
    series.write(List.of(at(0, 2)));
    assertThat(windows.aggregate(HOUR, MINUTE)).containsExactly(new Window(T, 2, 3, 1, 2, 1));
  }

  @Case
  void allThatMatchAreTakenTogether() {
    for (String host : List.of("a", "b", "c")) {
      series.write(List.of(new Point("s", Map.of("host", host, "kind", "k"), T, 1)));
    }
    series.write(List.of(Point.of("other", T, 7)));
    assertThat(windows.aggregate(HOUR, MINUTE)).extracting(Window::count).containsExactly(3L);
    assertThat(windows.aggregate(HOUR.tagged("host", "b"), MINUTE))
        .extracting(Window::count)
        .containsExactly(1L);
    assertThat(windows.aggregate(HOUR.tagged("host", "d"), MINUTE)).isEmpty();
  }

  @Case
  void windowsMayBeAsShortAsAMillisecond() {
    series.write(
        List.of(
            Point.of("s", T.plusNanos(1_999_000), 1), Point.of("s", T.plusNanos(2_000_000), 2)));
    SeriesQuery query = HOUR.between(T, T.plusSeconds(1));
    assertThat(windows.aggregate(query, Duration.ofMillis(1)))
        .containsExactly(
            new Window(T.plusMillis(1), 1, 1, 1, 1, 1), new Window(T.plusMillis(2), 1, 2, 2, 2, 2));
  }

  @Case
  void asManyWindowsComeAsMayBeAskedFor() {
    int most = TimeSeriesAggregation.MAX_WINDOWS;
    int batch = Math.min(most, subject.traits(TIMESERIES_BASIC).maxBatch());
    List<Point> points = IntStream.range(0, most).mapToObj(i -> at(i, i)).toList();
    for (int i = 0; i < most; i += batch) {
      series.write(points.subList(i, Math.min(most, i + batch)));
    }
    SeriesQuery query = HOUR.between(T, T.plusSeconds(most));
    assertThat(windows.aggregate(query, Duration.ofSeconds(1)))
        .extracting(Window::last)
        .isEqualTo(points.stream().map(Point::value).toList());
    SeriesQuery more = HOUR.between(T, T.plusSeconds(most + 1));
    Expect.refusal(
        ErrorKind.INVALID_ARGUMENT, () -> windows.aggregate(more, Duration.ofSeconds(1)));
  }

  @Case
  void windowsThatCannotBeAreRefused() {
    for (Duration window :
        List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofNanos(1_500_000))) {
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> windows.aggregate(HOUR, window));
    }
  }
}
