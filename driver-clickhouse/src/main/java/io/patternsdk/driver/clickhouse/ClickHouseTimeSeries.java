package io.patternsdk.driver.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.timeseries.Point;
import io.patternsdk.core.timeseries.SeriesQuery;
import io.patternsdk.core.timeseries.TimeSeries;
import io.patternsdk.core.timeseries.TimeSeriesAggregation;
import io.patternsdk.core.timeseries.TimeSeriesRetention;
import io.patternsdk.core.timeseries.Window;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Points in a table that the server merges by series, time and line, which is a digest of the tags.
 * What is read is what merging would leave.
 */
final class ClickHouseTimeSeries
    implements TimeSeries, TimeSeriesAggregation, TimeSeriesRetention, AutoCloseable {
  private static final int LINE_BYTES = 16;
  private static final List<String> COLUMNS =
      List.of("series", "time", "line", "value", "tags").stream()
          .map(ClickHouseLayout::quoted)
          .toList();
  private static final List<String> BOUND_COLUMNS =
      List.of(ClickHouseLayout.quoted("series"), ClickHouseLayout.quoted("age"));

  private final ClickHouseConnections clickHouse;
  private final ClickHouseLayout layout;
  private final InsertBatches batches;

  ClickHouseTimeSeries(ClickHouseConnections clickHouse) {
    this.clickHouse = clickHouse;
    this.layout = clickHouse.layout();
    this.batches = new InsertBatches(clickHouse, layout.own(ClickHouseLayout.POINTS), COLUMNS);
  }

  @Override
  public void write(List<Point> points) {
    RowWriter rows = new RowWriter();
    Map<Map<String, String>, byte[]> lines = new HashMap<>();
    for (Point point : points) {
      rows.string(point.series())
          .int64(micros(point.time()))
          .fixed(lines.computeIfAbsent(point.tags(), ClickHouseTimeSeries::line))
          .float64(point.value())
          .map(point.tags());
    }
    batches.write(rows.toBytes(), points.size());
  }

  static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  /** Tags, in the order of their names, as few bytes: the same for the same tags only. */
  private static byte[] line(Map<String, String> tags) {
    RowWriter all = new RowWriter();
    tags.forEach((name, text) -> all.string(name.getBytes(UTF_8)).string(text.getBytes(UTF_8)));
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(all.toBytes());
      return Arrays.copyOf(digest, LINE_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public Scan<Point> query(SeriesQuery query) {
    return new PointPages(clickHouse, query);
  }

  @Override
  public List<Window> aggregate(SeriesQuery query, Duration window) {
    Selection selection = Selection.of(layout, query);
    String sql =
        """
        %s SELECT intDiv(toUnixTimestamp64Milli(time), {window:Int64}) * {window:Int64} AS start,
          count(), sum(value), min(value), max(value), argMax(value, time)
        %s GROUP BY start ORDER BY start SETTINGS do_not_merge_across_partitions_select_final = 1\
        """
            .formatted(selection.bound(), selection.points());
    return clickHouse.query(
        sql,
        selection.parameters().number("window", window.toMillis()),
        row ->
            new Window(
                Instant.ofEpochMilli(row.int64()),
                row.int64(),
                row.float64(),
                row.float64(),
                row.float64(),
                row.float64()));
  }

  @Override
  public void retain(String series, Duration age) {
    bound(series, age.toMillis());
  }

  @Override
  public void retainAll(String series) {
    bound(series, 0);
  }

  private void bound(String series, long age) {
    byte[] row = new RowWriter().string(series).int64(age).toBytes();
    clickHouse.insert(layout.own(ClickHouseLayout.BOUNDS), BOUND_COLUMNS, row);
  }

  @Override
  public Optional<Duration> retention(String series) {
    return clickHouse
        .query(
            "SELECT age FROM %s FINAL WHERE series = {series:String} AND age > 0"
                .formatted(layout.own(ClickHouseLayout.BOUNDS)),
            Parameters.of("series", series),
            RowReader::int64)
        .stream()
        .map(Duration::ofMillis)
        .findFirst();
  }

  @Override
  public void trim(String series) {
    trim(Selection.old(layout, " AND p.series = {series:String}"), series);
  }

  /** Removes what is older than its bound in all series. */
  void trimAll() {
    trim(Selection.old(layout, ""), "");
  }

  private record Old(String series, long micros) {}

  /** Asks first whether there is anything: a deletion makes the server look at all that it has. */
  private void trim(String old, String series) {
    List<Old> found =
        clickHouse.query(
            old, Parameters.of("series", series), row -> new Old(row.string(), row.int64()));
    for (Old each : found) {
      clickHouse.execute(
          """
          DELETE FROM %s%s WHERE series = {series:String}
            AND time < fromUnixTimestamp64Micro({oldest:Int64}, 'UTC')
          SETTINGS lightweight_deletes_sync = 2\
          """
              .formatted(layout.own(ClickHouseLayout.POINTS), layout.onCluster()),
          Parameters.of("series", each.series).number("oldest", each.micros));
    }
  }

  @Override
  public void close() {
    batches.close();
  }
}
