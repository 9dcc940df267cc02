package io.patternsdk.driver.clickhouse;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.driver.clickhouse.ClickHouseConfig.Tables;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the connected server says of itself and of the driver's tables.
 *
 * @param engine the engine of the points
 * @param fsync whether the points are synced to the disk before an insertion is acknowledged
 */
record ClickHouseFacts(String version, String engine, boolean fsync) {
  private static final String TABLES =
      """
      SELECT name, engine, engine_full, comment FROM system.tables
      WHERE database = {database:String} AND startsWith(name, 'pattern_')\
      """;
  private static final String SETTING =
      "SELECT value FROM system.merge_tree_settings WHERE name = {name:String}";

  private record Found(String name, String engine, String definition, String comment) {}

  /**
   * Makes the tables that are missing, where it may, and asks.
   *
   * @throws BackendException NOT_FOUND if tables are missing that may not be made; UNSUPPORTED if
   *     they were made by a driver that keeps something else in them
   */
  static ClickHouseFacts of(ClickHouseConnections clickHouse) {
    String version = clickHouse.check();
    ClickHouseConfig config = clickHouse.config();
    Map<String, Found> there = tables(clickHouse);
    List<String> missing =
        ClickHouseLayout.NAMES.stream().filter(name -> !there.containsKey(name)).toList();
    if (!missing.isEmpty() && config.tables() == Tables.REQUIRE) {
      String statements =
          missing.stream().map(clickHouse.layout()::creation).collect(Collectors.joining("; "));
      throw new BackendException(
          ErrorKind.NOT_FOUND,
          "tables are missing; set tables: create, or make them by: " + statements);
    }
    missing.forEach(
        name -> clickHouse.execute(clickHouse.layout().creation(name), Parameters.none()));
    Map<String, Found> made = missing.isEmpty() ? there : tables(clickHouse);
    made.values().forEach(ClickHouseFacts::check);
    Found points = made.get(ClickHouseLayout.POINTS);
    if (points == null) {
      throw new BackendException(
          ErrorKind.UNAVAILABLE,
          Effect.NONE,
          "a table was made and is not there: another server answers",
          null);
    }
    return new ClickHouseFacts(version, points.engine, isSynced(clickHouse, points.definition));
  }

  private static Map<String, Found> tables(ClickHouseConnections clickHouse) {
    return clickHouse
        .query(
            TABLES,
            Parameters.of("database", clickHouse.config().database()),
            row -> new Found(row.string(), row.string(), row.string(), row.string()))
        .stream()
        .filter(found -> ClickHouseLayout.NAMES.contains(found.name))
        .collect(Collectors.toMap(Found::name, found -> found));
  }

  private static void check(Found found) {
    boolean another = !found.comment.startsWith(ClickHouseLayout.VERSION);
    if (another) {
      throw new BackendException(
          ErrorKind.UNSUPPORTED,
          "table %s has the comment \"%s\" and not \"%s\": it was made by another version"
              .formatted(found.name, found.comment, ClickHouseLayout.VERSION));
    }
  }

  /** Files and the directory that has them: one without the other may be lost. */
  private static boolean isSynced(ClickHouseConnections clickHouse, String definition) {
    return isOn(clickHouse, definition, "fsync_after_insert")
        && isOn(clickHouse, definition, "fsync_part_directory");
  }

  /** The table's own setting, else the server's. */
  private static boolean isOn(ClickHouseConnections clickHouse, String definition, String name) {
    if (definition.contains(name)) {
      return definition.contains(name + " = 1");
    }
    return clickHouse.query(SETTING, Parameters.of("name", name), RowReader::string).contains("1");
  }

  /** Tells whether one server has all of it. */
  boolean alone() {
    return engine.equals("ReplacingMergeTree");
  }
}
