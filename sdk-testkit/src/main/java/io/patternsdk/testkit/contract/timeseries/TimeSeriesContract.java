package io.patternsdk.testkit.contract.timeseries;

import static io.patternsdk.core.standard.StandardCapabilities.TIMESERIES_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.timeseries.Point;
import io.patternsdk.core.timeseries.SeriesQuery;
import io.patternsdk.core.timeseries.TimeSeries;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.OddNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** What writing and reading points promises. */
final class TimeSeriesContract {
  private static final Instant T = Instant.parse("2024-03-01T12:00:00Z");
  private static final SeriesQuery ALL = SeriesQuery.of("s");

  private final Subject subject;
  private final TimeSeries series;

  TimeSeriesContract(Subject subject) {
    this.subject = subject;
    this.series = subject.require(TIMESERIES_BASIC);
  }

  private static Point at(long second, double value) {
    return Point.of("s", T.plusSeconds(second), value);
  }

  private static Point tagged(Map<String, String> tags, double value) {
    return new Point("s", tags, T, value);
  }

  @Case
  void whereNothingIsNothingIsRead() {
    assertThat(series.query(ALL).toList()).isEmpty();
    series.write(List.of());
    assertThat(series.query(ALL).toList()).isEmpty();
  }

  @Case
  void whatIsWrittenIsReadInTheOrderOfTimes() {
    List<Point> points =
        new ArrayList<>(IntStream.range(0, 200).mapToObj(i -> at(i * 40_000L, i)).toList());
    List<Point> shuffled = new ArrayList<>(points);
    Collections.shuffle(shuffled, new Random(1));
    for (int i = 0; i < shuffled.size(); i += 50) {
      series.write(shuffled.subList(i, i + 50));
    }
    assertThat(series.query(ALL).toList()).isEqualTo(points);
  }

  @Case
  void ofOneSeriesTagsAndTimeThereIsThePointThatWasWrittenLast() {
    series.write(List.of(at(0, 1), at(1, 1)));
    series.write(List.of(at(0, 2)));
    assertThat(series.query(ALL).toList()).containsExactly(at(0, 2), at(1, 1));
    series.write(List.of(at(0, 3), at(0, 4), at(0, 5)));
    assertThat(series.query(ALL).toList()).containsExactly(at(0, 5), at(1, 1));
  }

  @Case
  void aBatchThatIsWrittenAgainIsThereOnce() {
    List<Point> batch = List.of(at(0, 1), at(1, 2), at(2, 3));
    for (int times = 0; times < 3; times++) {
      series.write(batch);
    }
    assertThat(series.query(ALL).toList()).isEqualTo(batch);
  }

  @Case
  void tagsTellPointsApartAndSelectThem() {
    Map<String, String> both = Map.of("host", "a", "region", "eu");
    List<Point> points =
        List.of(
            tagged(both, 1),
            tagged(Map.of("host", "b", "region", "eu"), 2),
            tagged(Map.of("host", "a"), 3),
            tagged(Map.of(), 4),
            tagged(Map.of("region", "a"), 5));
    series.write(points);
    assertThat(series.query(ALL).toList()).containsExactlyInAnyOrderElementsOf(points);
    for (SeriesQuery query :
        List.of(
            ALL.tagged("host", "a"),
            ALL.tagged("region", "eu"),
            ALL.tagged("region", "eu").tagged("host", "a"),
            ALL.tagged("host", "A"),
            ALL.tagged("rack", "a"))) {
      assertThat(series.query(query).toList())
          .as("%s", query)
          .containsExactlyInAnyOrderElementsOf(
              points.stream().filter(point -> query.matches(point.tags())).toList());
    }
  }

  @Case
  void oddTagsAreKeptApart() {
    List<String> odd =
        List.of(
            "a",
            "A",
            " ",
            "a b",
            "'",
            "\"",
            "\\",
            "\\\"",
            "{",
            "}",
            "{a:1}",
            ",",
            "=",
            ":",
            "%",
            "_",
            "é",
            "e\u0301",
            "\ud83d\ude00",
            "null",
            "$1",
            "?",
            "{p:String}",
            "x".repeat(900));
    List<Point> points = new ArrayList<>();
    odd.forEach(text -> points.add(tagged(Map.of("t", text), points.size())));
    odd.subList(0, 20).forEach(text -> points.add(tagged(Map.of(text, "t"), points.size())));
    series.write(points);
    assertThat(series.query(ALL).toList()).containsExactlyInAnyOrderElementsOf(points);
    for (Point point : points) {
      var tag = point.tags().entrySet().iterator().next();
      assertThat(series.query(ALL.tagged(tag.getKey(), tag.getValue())).toList())
          .containsExactly(point);
    }
  }

  @Case
  void aRangeHasItsBeginningAndNotItsEnd() {
    List<Point> points = IntStream.range(0, 10).mapToObj(i -> at(i, i)).toList();
    series.write(points);
    Instant from = T.plusSeconds(3);
    Instant to = T.plusSeconds(7);
    assertThat(series.query(ALL.between(from, to)).toList()).isEqualTo(points.subList(3, 7));
    assertThat(series.query(ALL.between(from.plusNanos(1000), to.plusNanos(1000))).toList())
        .isEqualTo(points.subList(4, 8));
    assertThat(series.query(ALL.between(from.plusNanos(1), to.plusNanos(1))).toList())
        .isEqualTo(points.subList(4, 8));
    assertThat(series.query(ALL.between(from, from)).toList()).isEmpty();
    assertThat(series.query(ALL.between(Instant.MIN, Instant.MAX)).toList()).isEqualTo(points);
    assertThat(series.query(ALL.between(Instant.MIN, Instant.EPOCH)).toList()).isEmpty();
    assertThat(series.query(ALL.between(Point.LATEST, Instant.MAX)).toList()).isEmpty();
  }

  @Case
  void timesAreKeptToTheMicrosecond() {
    List<Point> points =
        List.of(
            Point.of("s", Point.EARLIEST, 1),
            Point.of("s", T.plusNanos(1_000), 2),
            Point.of("s", T.plusNanos(2_000), 3),
            Point.of("s", T.plusNanos(999_999_000), 4),
            Point.of("s", Point.LATEST.minusNanos(1_000), 5));
    series.write(points);
    assertThat(series.query(ALL).toList()).isEqualTo(points);
  }

  @Case
  void valuesAreKeptToTheLastBit() {
    List<Double> values =
        List.of(
            0.0,
            1.0,
            -1.0,
            0.1,
            1.0 / 3,
            Math.PI,
            1e-300,
            Double.MIN_VALUE,
            -Double.MIN_VALUE,
            Double.MIN_NORMAL,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            9_007_199_254_740_992.0);
    List<Point> points = new ArrayList<>();
    values.forEach(value -> points.add(at(points.size(), value)));
    series.write(points);
    assertThat(series.query(ALL).toList()).isEqualTo(points);
  }

  @Case
  void oddNamesAreKeptApartAlsoInOneBatch() {
    List<Point> points = new ArrayList<>();
    OddNames.ALL.forEach(name -> points.add(Point.of(name, T, points.size())));
    series.write(points);
    for (Point point : points) {
      assertThat(series.query(SeriesQuery.of(point.series())).toList())
          .as("<%s>", point.series())
          .containsExactly(point);
    }
  }

  @Case
  void namesThatCannotBeAreRefused() {
    for (String name : OddNames.REFUSED) {
      List<Point> points = List.of(Point.of(name, T, 1));
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> series.write(points));
      Expect.refusal(
          ErrorKind.INVALID_ARGUMENT, () -> series.query(SeriesQuery.of(name)).nextPage());
    }
  }

  @Case
  void aBatchIsAsLargeAsIsSaidAndNoLarger() {
    int most = subject.traits(TIMESERIES_BASIC).maxBatch();
    List<Point> points = IntStream.rangeClosed(0, most).mapToObj(i -> at(i, i)).toList();
    Expect.refusal(ErrorKind.TOO_LARGE, () -> series.write(points));
    series.write(points.subList(0, most));
    assertThat(series.query(ALL).toList()).isEqualTo(points.subList(0, most));
  }

  @Case
  void whatIsWrittenIsSeenThroughAnotherDriverAndNotByTheNeighbour() {
    series.write(List.of(at(0, 1)));
    TimeSeries sibling = subject.sibling().require(TIMESERIES_BASIC);
    assertThat(sibling.query(ALL).toList()).containsExactly(at(0, 1));
    sibling.write(List.of(at(0, 2)));
    assertThat(series.query(ALL).toList()).containsExactly(at(0, 2));
    assertThat(subject.neighbour().require(TIMESERIES_BASIC).query(ALL).toList()).isEmpty();
  }
}
