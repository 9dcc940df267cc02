package io.patternsdk.testkit.contract.timeseries;

import static io.patternsdk.core.standard.StandardCapabilities.TIMESERIES_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.timeseries.Point;
import io.patternsdk.core.timeseries.SeriesQuery;
import io.patternsdk.core.timeseries.TimeSeries;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Crowd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a walk over points promises. */
final class TimeSeriesWalkContract {
  private static final Instant T = Instant.parse("2024-03-01T12:00:00Z");
  private static final SeriesQuery ALL = SeriesQuery.of("s");
  private static final int WRITERS = 8;
  private static final int EACH = 700; // together more than any driver puts into one page

  private final TimeSeries series;

  TimeSeriesWalkContract(Subject subject) {
    this.series = subject.require(TIMESERIES_BASIC);
  }

  private static List<Point> of(int writer, String kind) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < EACH; i++) {
      Map<String, String> tags = Map.of("writer", "w" + writer, "kind", kind);
      points.add(new Point("s", tags, T.plusSeconds(i / 10), i % 10 == 0 ? writer : -1));
    }
    return points;
  }

  @Case
  void ofManyThatWriteAtOnceNothingIsLost() {
    Crowd.run(
        WRITERS,
        writer -> {
          for (List<Point> some = of(writer, "a"); !some.isEmpty(); ) {
            series.write(some.subList(0, 100));
            some = some.subList(100, some.size());
          }
        });
    int times = EACH / 10; // ten writings of each point
    assertThat(series.query(ALL).toList()).hasSize(WRITERS * times);
    assertThat(series.query(ALL.tagged("writer", "w3")).toList()).hasSize(times);
  }

  @Case
  void eachIsReadOnceInPagesAndInOrderWhileOthersAreWritten() {
    List<Point> stay = new ArrayList<>();
    for (int i = 0; i < WRITERS * EACH; i++) {
      stay.add(
          new Point("s", Map.of("i", "t" + i % 7), T.plusSeconds(i / 7 * 60L), i)); // 7 at a time
    }
    for (int i = 0; i < stay.size(); i += EACH) {
      series.write(stay.subList(i, i + EACH));
    }
    List<Point> read = new ArrayList<>();
    int pages = 0;
    try (Scan<Point> walk = series.query(ALL)) {
      for (List<Point> page = walk.nextPage(); !page.isEmpty(); page = walk.nextPage()) {
        pages++;
        series.write(List.of(new Point("s", Map.of("i", "later"), page.getLast().time(), pages)));
        read.addAll(page);
      }
    }
    assertThat(pages).isGreaterThan(1);
    read.removeIf(point -> point.tags().containsValue("later"));
    assertThat(read).containsExactlyInAnyOrderElementsOf(stay);
    assertThat(read).extracting(Point::time).isSorted();
  }
}
