package io.patternsdk.testkit.contract.timeseries;

import static io.patternsdk.core.standard.StandardCapabilities.TIMESERIES_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.timeseries.Point;
import io.patternsdk.core.timeseries.SeriesQuery;
import io.patternsdk.core.timeseries.TimeSeries;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.CrashLoad;
import io.patternsdk.testkit.contract.FaultSubject;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What becomes of points whose answer is lost, or whose server is killed. */
final class TimeSeriesFaults {
  private static final Instant T = Instant.parse("2024-03-01T12:00:00Z");

  private final FaultSubject subject;

  TimeSeriesFaults(FaultSubject subject) {
    this.subject = subject;
  }

  private static List<Point> batch(String name) {
    return List.of(
        new Point("s", Map.of("id", name), T, 1),
        new Point("s", Map.of("id", name), T.plusSeconds(1), 2));
  }

  private static List<Point> read(TimeSeries series) {
    return series.query(SeriesQuery.of("s")).toList();
  }

  @Case
  void aBatchWhoseAnswerIsLostIsThereOnceWhenItWasWrittenAgain() {
    TimeSeries series = subject.backend().require(TIMESERIES_BASIC);
    String name =
        subject.loseAnswer(
            "batch",
            each -> series.query(SeriesQuery.of(each)).toList(),
            each -> series.write(batch(each)));
    subject.eventually().check(() -> series.write(batch(name)));
    TimeSeries direct = subject.direct().require(TIMESERIES_BASIC);
    assertThat(direct.query(SeriesQuery.of("s").tagged("id", name)).toList())
        .isEqualTo(batch(name));
  }

  @Case
  void nothingAcknowledgedIsLostAndNothingIsThereTwiceAfterAKill() {
    try (Backend backend = subject.open()) {
      TimeSeries series = backend.require(TIMESERIES_BASIC);
      CrashLoad load = subject.killUnder(text -> series.write(batch(text)));
      List<Point> there = read(series);
      assertThat(there).doesNotHaveDuplicates();
      Set<Point> left = new HashSet<>(there);
      load.kept().forEach(text -> assertThat(left).containsAll(batch(text)));
      load.kept().forEach(text -> batch(text).forEach(left::remove));
      assertThat(left)
          .as("what may have been stored")
          .allMatch(point -> load.perhaps().contains(point.tags().get("id")));
    }
  }
}
