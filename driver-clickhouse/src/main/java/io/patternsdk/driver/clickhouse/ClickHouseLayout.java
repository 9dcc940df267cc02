package io.patternsdk.driver.clickhouse;

import java.util.List;

/** The driver's own tables, and how tables are made. */
record ClickHouseLayout(ClickHouseConfig config) {
  /** What the comments of the tables begin with. */
  static final String VERSION = "Pattern SDK, layout 1";

  /** Points: of one series, time and line the last that was inserted. */
  static final String POINTS = "pattern_points";

  /** For how long the points of a series are kept, in milliseconds; 0 for ever. */
  static final String BOUNDS = "pattern_bounds";

  /** How far writers of tables have come. */
  static final String PROGRESS = "pattern_progress";

  /** Up to which version tables were emptied. */
  static final String TRUNCATIONS = "pattern_truncations";

  static final List<String> NAMES = List.of(POINTS, BOUNDS, PROGRESS, TRUNCATIONS);

  /** Returns the statement that makes a table if it is not there. */
  String creation(String table) {
    return switch (table) {
      case POINTS ->
          creation(
              own(table),
              """
              series String, time DateTime64(6, 'UTC'), line FixedString(16), value Float64,
              tags Map(LowCardinality(String), String)\
              """,
              "",
              "PARTITION BY toYYYYMM(time) ORDER BY (series, time, line)");
      case BOUNDS -> creation(own(table), "series String, age Int64", "", "ORDER BY series");
      case PROGRESS ->
          creation(
              own(table),
              "writer String, epoch Int64, position String",
              "epoch",
              "ORDER BY writer");
      default ->
          creation(own(table), "relation String, version UInt128", "version", "ORDER BY relation");
    };
  }

  /**
   * Returns the statement that makes a table, of whose rows with one key the last or the newest
   * stays.
   *
   * @param name in quotes, with its database
   * @param columns with their types
   * @param arguments the columns of the version and of the mark of deletion; none if the last stays
   * @param key how rows are ordered, which tells them apart
   */
  String creation(String name, String columns, String arguments, String key) {
    return "CREATE TABLE IF NOT EXISTS %s%s (%s) ENGINE = %sReplacingMergeTree(%s) %s SETTINGS %s COMMENT '%s'"
        .formatted(
            name,
            onCluster(),
            columns,
            config.replicated() ? "Replicated" : "",
            arguments,
            key,
            settings(),
            VERSION);
  }

  private String settings() {
    String window =
        (config.replicated() ? "" : "non_")
            + "replicated_deduplication_window = "
            + config.deduplicationWindow();
    return config.fsync() ? window + ", fsync_after_insert = 1, fsync_part_directory = 1" : window;
  }

  /** Returns what a statement has behind the name of what it makes or changes. */
  String onCluster() {
    return config.cluster().map(name -> " ON CLUSTER " + quoted(name)).orElse("");
  }

  /** Returns the name of a table of the driver's own, in quotes. */
  String own(String table) {
    return quoted(config.database()) + "." + quoted(table);
  }

  /** Writes a name so that it is one whatever characters it has. */
  static String quoted(String name) {
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
  }
}
