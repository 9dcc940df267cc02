package io.patternsdk.driver.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.config.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClickHouseLayoutTest {
  private static String points(Map<String, ?> settings) {
    ClickHouseConfig config = ClickHouseConfig.from(Settings.of(settings));
    return new ClickHouseLayout(config).creation(ClickHouseLayout.POINTS);
  }

  @Test
  void oneServerKnowsTheTokensOfInsertions() {
    assertThat(points(Map.of("deduplication_window", 7)))
        .startsWith("CREATE TABLE IF NOT EXISTS `default`.`pattern_points` (")
        .contains("ENGINE = ReplacingMergeTree()")
        .contains("SETTINGS non_replicated_deduplication_window = 7 COMMENT");
  }

  @Test
  void aClusterIsNamedAndReplicasAgree() {
    assertThat(points(Map.of("cluster", "a`b", "replicated", true, "database", "m")))
        .startsWith("CREATE TABLE IF NOT EXISTS `m`.`pattern_points` ON CLUSTER `a\\`b` (")
        .contains("ENGINE = ReplicatedReplacingMergeTree()")
        .contains("SETTINGS replicated_deduplication_window = 1000 COMMENT");
  }

  @Test
  void syncedTablesSyncTheirDirectoryAsWell() {
    assertThat(points(Map.of("fsync", true)))
        .contains("fsync_after_insert = 1, fsync_part_directory = 1");
  }
}
