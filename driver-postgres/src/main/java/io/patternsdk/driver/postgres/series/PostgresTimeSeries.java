package io.patternsdk.driver.postgres.series;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.timeseries.Point;
import io.patternsdk.core.timeseries.SeriesQuery;
import io.patternsdk.core.timeseries.TimeSeries;
import io.patternsdk.core.timeseries.TimeSeriesAggregation;
import io.patternsdk.core.timeseries.TimeSeriesRetention;
import io.patternsdk.core.timeseries.Window;
import io.patternsdk.driver.postgres.connections.PostgresConnections;
import io.patternsdk.driver.postgres.series.SeriesLayout.Chunk;
import io.patternsdk.driver.postgres.series.SeriesLines.Line;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Points in partitions that are made when they are written to and dropped when they are old. */
public final class PostgresTimeSeries
    implements TimeSeries, TimeSeriesAggregation, TimeSeriesRetention {
  /** How much older than a bound something may be that is kept. */
  public static final Duration GRAIN = SeriesLayout.CHUNK;

  private static final int TRIES = 3;
  private static final String NO_PARTITION = "23514";
  private static final String WRITE =
      """
      INSERT INTO series_point (series, line, micros, value)
      SELECT * FROM unnest(?::int[], ?::bigint[], ?::bigint[], ?::float8[]) AS p (s, l, m, v)
      ORDER BY s, l, m
      ON CONFLICT (series, line, micros) DO UPDATE SET value = excluded.value
      """;
  private static final String WINDOWS =
      """
      SELECT micros / 1000 / ? * ?, count(*), sum(value), min(value), max(value),
        (array_agg(value ORDER BY micros DESC))[1]
      FROM series_point AS point %s WHERE point.series = ? AND micros >= ? AND micros < ? %s
      GROUP BY 1 ORDER BY 1
      """;
  private static final String ALL_WINDOWS = WINDOWS.formatted("", "");
  private static final String TAGGED_WINDOWS =
      WINDOWS.formatted(
          "JOIN series_line ON series_line.id = line", "AND series_line.tags @> ?::jsonb");
  private static final String BOUND =
      """
      SELECT id, ((extract(epoch FROM clock_timestamp()) * 1000)::bigint - age) * 1000
      FROM series WHERE name = ?
      """;
  private static final String RETAIN =
      """
      INSERT INTO series (name, age) VALUES (?, ?)
      ON CONFLICT (name) DO UPDATE SET age = excluded.age
      """;
  private static final String RETAIN_ALL = "UPDATE series SET age = NULL WHERE name = ?";
  private static final String RETENTION =
      "SELECT age FROM series WHERE name = ? AND age IS NOT NULL";

  private final PostgresConnections postgres;
  private final SeriesLines lines;
  private final SeriesChunks chunks;

  /** Creates those of one driver. */
  public PostgresTimeSeries(PostgresConnections postgres) {
    this.postgres = postgres;
    this.lines = new SeriesLines(postgres);
    this.chunks = new SeriesChunks(postgres);
  }

  /** Points as columns, and the partitions that they are in. */
  private static final class Batch {
    final Integer[] series;
    final Long[] lines;
    final Long[] micros;
    final Double[] values;
    final Set<Chunk> chunks = new HashSet<>();
    private int next;

    Batch(int size) {
      series = new Integer[size];
      lines = new Long[size];
      micros = new Long[size];
      values = new Double[size];
    }

    void add(int id, long line, Point point) {
      series[next] = id;
      lines[next] = line;
      micros[next] = PointPages.micros(point.time());
      values[next] = point.value();
      chunks.add(Chunk.of(id, micros[next]));
      next++;
    }
  }

  @Override
  public void write(List<Point> points) {
    Batch batch = batch(points);
    for (int tried = 0; tried < TRIES; tried++) {
      chunks.make(batch.chunks);
      if (postgres.call(connection -> isWritten(connection, batch))) {
        return;
      }
      chunks.forget(batch.chunks); // another process has dropped one
    }
    throw new BackendException(
        ErrorKind.ABORTED,
        Effect.NONE,
        "partitions of the points are dropped again and again",
        null);
  }

  private Batch batch(List<Point> points) {
    Batch batch = new Batch(points.size());
    points.stream()
        .collect(Collectors.groupingBy(Point::series))
        .forEach(
            (name, its) -> {
              int id = lines.series(name);
              Map<Line, Long> numbers = lines.lines(id, its);
              for (Point point : its) {
                Long line = numbers.get(new Line(id, point.tags()));
                if (line == null) {
                  throw new BackendException(
                      ErrorKind.CORRUPT,
                      Effect.NONE,
                      "tags are not read as they were written",
                      null);
                }
                batch.add(id, line, point);
              }
            });
    return batch;
  }

  private static boolean isWritten(Connection connection, Batch batch) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
      statement.setArray(1, connection.createArrayOf("int4", batch.series));
      statement.setArray(2, connection.createArrayOf("int8", batch.lines));
      statement.setArray(3, connection.createArrayOf("int8", batch.micros));
      statement.setArray(4, connection.createArrayOf("float8", batch.values));
      statement.executeUpdate();
      return true;
    } catch (SQLException e) {
      if (NO_PARTITION.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  /** A series as it is now: its number, and the first microsecond that is not too old. */
  record Bound(int series, long oldest) {
    static @Nullable Bound find(Connection connection, String name) throws SQLException {
      List<Bound> found =
          PostgresConnections.query(
              connection,
              BOUND,
              statement -> statement.setBytes(1, SeriesLayout.stored(name)),
              row -> new Bound(row.getInt(1), row.getLong(2))); // of null 0 is read
      return found.isEmpty() ? null : found.getFirst();
    }
  }

  @Override
  public Scan<Point> query(SeriesQuery query) {
    return new PointPages(postgres, query);
  }

  @Override
  public List<Window> aggregate(SeriesQuery query, Duration window) {
    return postgres.call(connection -> windows(connection, query, window.toMillis()));
  }

  private static List<Window> windows(Connection connection, SeriesQuery query, long millis)
      throws SQLException {
    Bound bound = Bound.find(connection, query.series());
    if (bound == null) {
      return List.of();
    }
    boolean tagged = !query.tags().isEmpty();
    return PostgresConnections.query(
        connection,
        tagged ? TAGGED_WINDOWS : ALL_WINDOWS,
        statement -> {
          statement.setLong(1, millis);
          statement.setLong(2, millis);
          statement.setInt(3, bound.series);
          statement.setLong(4, Math.max(bound.oldest, PointPages.micros(query.from())));
          statement.setLong(5, PointPages.micros(query.to()));
          if (tagged) {
            statement.setString(6, SeriesLines.json(query.tags()));
          }
        },
        row ->
            new Window(
                Instant.ofEpochMilli(row.getLong(1)),
                row.getLong(2),
                row.getDouble(3),
                row.getDouble(4),
                row.getDouble(5),
                row.getDouble(6)));
  }

  @Override
  public void retain(String series, Duration age) {
    int unused =
        postgres.update(
            RETAIN,
            statement -> {
              statement.setBytes(1, SeriesLayout.stored(series));
              statement.setLong(2, age.toMillis());
            });
  }

  @Override
  public void retainAll(String series) {
    int unused =
        postgres.update(
            RETAIN_ALL, statement -> statement.setBytes(1, SeriesLayout.stored(series)));
  }

  @Override
  public Optional<Duration> retention(String series) {
    return postgres
        .query(
            RETENTION,
            statement -> statement.setBytes(1, SeriesLayout.stored(series)),
            row -> Duration.ofMillis(row.getLong(1)))
        .stream()
        .findFirst();
  }

  @Override
  public void trim(String series) {
    chunks.drop(SeriesLayout.stored(series));
  }

  /** Drops what is older than its bound in all series. */
  public void trimAll() {
    chunks.drop(null);
  }
}
