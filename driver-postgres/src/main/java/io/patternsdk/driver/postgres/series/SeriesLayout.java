package io.patternsdk.driver.postgres.series;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;

/** The tables of time series: names, sets of tags, and points partitioned by series and week. */
public final class SeriesLayout {
  /** How long the time of a partition is. */
  static final Duration CHUNK = Duration.ofDays(7);

  static final long CHUNK_MICROS = CHUNK.toMillis() * 1_000;

  /** Creates them. */
  public static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE series (
            id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            name bytea NOT NULL UNIQUE,
            age bigint)
          """,
          """
          CREATE TABLE series_line (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            series int NOT NULL REFERENCES series,
            tags jsonb NOT NULL,
            UNIQUE (series, tags))
          """,
          """
          CREATE TABLE series_point (
            series int NOT NULL,
            line bigint NOT NULL,
            micros bigint NOT NULL,
            value float8 NOT NULL,
            PRIMARY KEY (series, line, micros))
          PARTITION BY LIST (series)
          """,
          "CREATE INDEX series_point_time ON series_point (micros, line)");

  private SeriesLayout() {}

  /** A series' time that has a partition of its own. */
  record Chunk(int series, long number) {
    static Chunk of(int series, long micros) {
      return new Chunk(series, micros / CHUNK_MICROS);
    }

    String parent() {
      return "series_point_" + series;
    }

    String table() {
      return parent() + "_" + number;
    }

    long from() {
      return number * CHUNK_MICROS;
    }
  }

  static byte[] stored(String name) {
    return name.getBytes(UTF_8);
  }
}
