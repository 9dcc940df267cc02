package io.patternsdk.driver.clickhouse;

import io.patternsdk.core.timeseries.SeriesQuery;
import java.util.Map;

/**
 * Which points a statement is about.
 *
 * @param bound what stands before it: the first microsecond that is not too old, as {@code oldest}
 * @param points table and condition
 * @param parameters the values in both
 */
record Selection(String bound, String points, Parameters parameters) {
  static Selection of(ClickHouseLayout layout, SeriesQuery query) {
    Parameters parameters =
        Parameters.of("series", query.series())
            .number("from", ClickHouseTimeSeries.micros(query.from()))
            .number("to", ClickHouseTimeSeries.micros(query.to()));
    StringBuilder points =
        new StringBuilder(
            """
            FROM %s FINAL WHERE series = {series:String}
              AND time >= fromUnixTimestamp64Micro(greatest({from:Int64}, oldest), 'UTC')
              AND time < fromUnixTimestamp64Micro({to:Int64}, 'UTC')\
            """
                .formatted(layout.own(ClickHouseLayout.POINTS)));
    int tags = 0;
    for (Map.Entry<String, String> tag : query.tags().entrySet()) {
      points.append(" AND tags[{name%1$d:String}] = {text%1$d:String}".formatted(tags));
      parameters.text("name" + tags, tag.getKey()).text("text" + tags, tag.getValue());
      tags++;
    }
    return new Selection(
        """
        WITH ifNull((SELECT age FROM %s FINAL WHERE series = {series:String}), 0) AS age,
          if(age = 0, 0, greatest(0, toUnixTimestamp64Micro(now64(6)) - age * 1000)) AS oldest\
        """
            .formatted(layout.own(ClickHouseLayout.BOUNDS)),
        points.toString(),
        parameters);
  }

  /** Returns a statement that tells what series have points to remove, and up to which time. */
  static String old(ClickHouseLayout layout, String condition) {
    return """
    SELECT p.series, toUnixTimestamp64Micro(now64(6)) - max(b.age) * 1000 FROM %s AS p
    INNER JOIN (SELECT series, age FROM %s FINAL WHERE age > 0) AS b ON p.series = b.series
    WHERE toUnixTimestamp64Micro(p.time) < toUnixTimestamp64Micro(now64(6)) - b.age * 1000%s
    GROUP BY p.series\
    """
        .formatted(
            layout.own(ClickHouseLayout.POINTS), layout.own(ClickHouseLayout.BOUNDS), condition);
  }
}
