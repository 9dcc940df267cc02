package io.patternsdk.core.standard;

import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.timeseries.Point;
import io.patternsdk.core.timeseries.SeriesQuery;
import io.patternsdk.core.timeseries.TimeSeries;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Forwards {@code timeseries_basic}. */
final class TimeSeriesForwarder implements TimeSeries {
  static final String NAME = "timeseries_basic";
  static final Operation WRITE_POINTS =
      Operation.builder(NAME, "write_points", Kind.WRITE).repeatable().build();
  static final Operation QUERY_POINTS =
      Operation.builder(NAME, "query_points", Kind.READ).notRepeatable().build();

  private final TimeSeries driver;
  private final Wiring wiring;
  private final BoundOperation write;
  private final BoundOperation query;

  TimeSeriesForwarder(TimeSeries driver, Wiring wiring) {
    this.driver = driver;
    this.wiring = wiring;
    this.write = wiring.bind(WRITE_POINTS);
    this.query = wiring.bind(QUERY_POINTS);
  }

  private record Place(String series, Map<String, String> tags, Instant time) {}

  @Override
  public void write(List<Point> points) {
    wiring.checkBatch(points.size());
    Map<Place, Point> last = new LinkedHashMap<>();
    for (Point point : points) {
      String full = wiring.namespace().series(point.series());
      last.put(new Place(full, point.tags(), point.time()), point.withSeries(full));
    }
    if (!last.isEmpty()) {
      write.run(
          write.on(target(last)).items(last.size()),
          () -> driver.write(List.copyOf(last.values())));
    }
  }

  /** The series of all, or none where there are several. */
  private static String target(Map<Place, Point> points) {
    List<String> names = points.keySet().stream().map(Place::series).distinct().limit(2).toList();
    return names.size() == 1 ? names.getFirst() : "";
  }

  @Override
  public Scan<Point> query(SeriesQuery asked) {
    SeriesQuery full = asked.withSeries(wiring.namespace().series(asked.series()));
    return new PagedScan<>(query, full.series(), () -> driver.query(full))
        .map(point -> point.withSeries(asked.series()));
  }
}
