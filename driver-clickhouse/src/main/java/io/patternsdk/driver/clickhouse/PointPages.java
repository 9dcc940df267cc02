package io.patternsdk.driver.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.timeseries.Point;
import io.patternsdk.core.timeseries.SeriesQuery;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;

/**
 * A walk by time, then by line, each page read by a statement of its own that begins behind the
 * last place: nothing stays open on the server between two pages.
 */
final class PointPages implements Scan<Point> {
  private static final int PAGE = 5_000;
  private static final int LINE_BYTES = 16;

  private final ClickHouseConnections clickHouse;
  private final SeriesQuery query;
  private long lastMicros = -1;
  private byte[] lastLine = "".getBytes(UTF_8);
  private boolean ended;

  PointPages(ClickHouseConnections clickHouse, SeriesQuery query) {
    this.clickHouse = clickHouse;
    this.query = query;
  }

  private record Read(Point point, byte[] line) {}

  @Override
  public List<Point> nextPage() {
    if (ended) {
      return List.of();
    }
    Selection selection = Selection.of(clickHouse.layout(), query);
    List<Read> page =
        clickHouse.query(
            """
            %s SELECT toUnixTimestamp64Micro(time), line, value, tags
            %s
              AND (toUnixTimestamp64Micro(time), line) > ({lastMicros:Int64}, unhex({lastLine:String}))
              AND time >= fromUnixTimestamp64Micro(greatest({lastMicros:Int64}, 0), 'UTC')
            ORDER BY time, line LIMIT %d SETTINGS do_not_merge_across_partitions_select_final = 1\
            """
                .formatted(selection.bound(), selection.points(), PAGE),
            selection
                .parameters()
                .number("lastMicros", lastMicros)
                .literal("lastLine", HexFormat.of().formatHex(lastLine)),
            this::read);
    ended = page.size() < PAGE;
    if (!page.isEmpty()) {
      lastMicros = ClickHouseTimeSeries.micros(page.getLast().point.time());
      lastLine = page.getLast().line;
    }
    return page.stream().map(Read::point).toList();
  }

  private Read read(RowReader row) throws IOException {
    Instant time = Instant.EPOCH.plus(row.int64(), ChronoUnit.MICROS);
    byte[] line = row.fixed(LINE_BYTES);
    double value = row.float64();
    return new Read(new Point(query.series(), row.map(), time, value), line);
  }

  @Override
  public void close() {
    ended = true;
  }
}
