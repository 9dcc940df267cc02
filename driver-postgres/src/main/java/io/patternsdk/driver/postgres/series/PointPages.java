package io.patternsdk.driver.postgres.series;

import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.timeseries.Point;
import io.patternsdk.core.timeseries.SeriesQuery;
import io.patternsdk.driver.postgres.connections.PostgresConnections;
import io.patternsdk.driver.postgres.series.PostgresTimeSeries.Bound;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A walk by time, then by line, each page read by a statement of its own that begins behind the
 * last place: nothing stays open on the server between two pages.
 */
final class PointPages implements Scan<Point> {
  private static final int PAGE = 1_000;
  private static final String READ =
      """
      SELECT micros, line, value, series_line.tags::text FROM series_point AS point
      JOIN series_line ON series_line.id = line
      WHERE point.series = ? AND micros >= ? AND micros < ? AND (micros, line) > (?, ?)
        AND series_line.tags @> ?::jsonb
      ORDER BY micros, line LIMIT %d
      """
          .formatted(PAGE);

  private final PostgresConnections postgres;
  private final SeriesQuery query;
  private long lastMicros = -1;
  private long lastLine = -1;
  private boolean ended;

  PointPages(PostgresConnections postgres, SeriesQuery query) {
    this.postgres = postgres;
    this.query = query;
  }

  static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private record Read(Point point, long line) {}

  @Override
  public List<Point> nextPage() {
    if (ended) {
      return List.of();
    }
    List<Read> page = postgres.call(this::page);
    ended = page.size() < PAGE;
    if (!page.isEmpty()) {
      lastMicros = micros(page.getLast().point.time());
      lastLine = page.getLast().line;
    }
    return page.stream().map(Read::point).toList();
  }

  private List<Read> page(Connection connection) throws SQLException {
    Bound bound = Bound.find(connection, query.series());
    if (bound == null) {
      return List.of();
    }
    Map<String, Map<String, String>> parsed = new HashMap<>();
    long from = Math.max(lastMicros, Math.max(bound.oldest(), micros(query.from())));
    return PostgresConnections.query(
        connection,
        READ,
        statement -> {
          statement.setInt(1, bound.series());
          statement.setLong(2, from);
          statement.setLong(3, micros(query.to()));
          statement.setLong(4, lastMicros);
          statement.setLong(5, lastLine);
          statement.setString(6, SeriesLines.json(query.tags()));
        },
        row -> {
          Instant time = Instant.EPOCH.plus(row.getLong(1), ChronoUnit.MICROS);
          var tags = parsed.computeIfAbsent(row.getString(4), SeriesLines::tags);
          return new Read(new Point(query.series(), tags, time, row.getDouble(3)), row.getLong(2));
        });
  }

  @Override
  public void close() {
    ended = true;
  }
}
