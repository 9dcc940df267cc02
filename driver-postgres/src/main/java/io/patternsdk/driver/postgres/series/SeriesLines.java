package io.patternsdk.driver.postgres.series;

import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.json.JsonWriter;
import io.patternsdk.core.timeseries.Point;
import io.patternsdk.driver.postgres.connections.PostgresConnections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The numbers of series and of their sets of tags, which are given once and kept. */
final class SeriesLines {
  private static final int MOST_KNOWN = 100_000;
  private static final String ADD_SERIES =
      "INSERT INTO series (name) VALUES (?) ON CONFLICT (name) DO NOTHING";
  private static final String SERIES = "SELECT id FROM series WHERE name = ?";
  private static final String ADD_LINES =
      """
      INSERT INTO series_line (series, tags)
      SELECT ?, tags::jsonb FROM unnest(?) AS tags ORDER BY tags::jsonb
      ON CONFLICT (series, tags) DO NOTHING
      """;
  private static final String LINES =
      """
      SELECT line.id, line.tags::text FROM unnest(?) AS wanted
      JOIN series_line AS line ON line.series = ? AND line.tags = wanted::jsonb
      """;

  private final PostgresConnections postgres;
  private final Map<String, Integer> series = new ConcurrentHashMap<>();
  private final Map<Line, Long> lines = new ConcurrentHashMap<>();

  SeriesLines(PostgresConnections postgres) {
    this.postgres = postgres;
  }

  /** A set of tags of a series. */
  record Line(int series, Map<String, String> tags) {}

  /** Returns the number of a series, and gives it one if it has none. */
  int series(String name) {
    Integer known = series.get(name);
    if (known != null) {
      return known;
    }
    byte[] stored = SeriesLayout.stored(name);
    int unused = postgres.update(ADD_SERIES, statement -> statement.setBytes(1, stored));
    int id =
        postgres
            .query(SERIES, statement -> statement.setBytes(1, stored), row -> row.getInt(1))
            .getFirst();
    bound(series);
    series.put(name, id);
    return id;
  }

  /** Returns the numbers of the lines of these points, and gives numbers to those without. */
  Map<Line, Long> lines(int series, List<Point> points) {
    Map<Line, Long> found = new HashMap<>();
    Map<Line, String> missing = new HashMap<>();
    for (Point point : points) {
      Line line = new Line(series, point.tags());
      Long known = lines.get(line);
      if (known == null) {
        missing.putIfAbsent(line, json(point.tags()));
      } else {
        found.put(line, known);
      }
    }
    if (!missing.isEmpty()) {
      Map<Line, Long> numbered = number(series, missing.values().toArray(String[]::new));
      bound(lines);
      lines.putAll(numbered);
      found.putAll(numbered);
    }
    return found;
  }

  private Map<Line, Long> number(int series, String[] tags) {
    Map<Line, Long> numbered = new HashMap<>();
    int unused =
        postgres.update(
            ADD_LINES,
            statement -> {
              statement.setInt(1, series);
              statement.setArray(2, statement.getConnection().createArrayOf("text", tags));
            });
    postgres
        .query(
            LINES,
            statement -> {
              statement.setArray(1, statement.getConnection().createArrayOf("text", tags));
              statement.setInt(2, series);
            },
            row -> Map.entry(new Line(series, tags(row.getString(2))), row.getLong(1)))
        .forEach(each -> numbered.put(each.getKey(), each.getValue()));
    return numbered;
  }

  private static void bound(Map<?, ?> known) {
    if (known.size() > MOST_KNOWN) {
      known.clear();
    }
  }

  static String json(Map<String, String> tags) {
    JsonObjectBuilder json = JsonObject.builder();
    tags.forEach(json::put);
    return JsonWriter.compact().write(json.build());
  }

  static Map<String, String> tags(String json) {
    JsonObject texts = JsonObject.parse(json);
    Map<String, String> tags = new TreeMap<>();
    texts.names().forEach(name -> tags.put(name, texts.string(name)));
    return tags;
  }
}
