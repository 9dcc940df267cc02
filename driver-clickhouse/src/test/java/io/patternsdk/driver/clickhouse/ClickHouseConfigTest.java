package io.patternsdk.driver.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Settings;
import io.patternsdk.driver.clickhouse.ClickHouseConfig.Tables;
import io.patternsdk.testkit.DocumentedSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClickHouseConfigTest {
  private static final String SECRET = "let me in";

  private static ClickHouseConfig read(Map<String, ?> settings) {
    return ClickHouseConfig.from(Settings.of(settings));
  }

  private static void refused(Map<String, ?> settings, String... reasons) {
    assertThatThrownBy(() -> read(settings))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll(reasons);
  }

  @Test
  void nothingIsRequired() {
    ClickHouseConfig config = read(Map.of());
    assertThat(config.address()).isEqualTo("http://localhost:8123");
    assertThat(config.username()).isEqualTo("default");
    assertThat(config.database()).isEqualTo("default");
    assertThat(config.tables()).isEqualTo(Tables.CREATE);
    assertThat(config.batches().buffer()).isEqualTo(10 * config.batches().points());
    assertThat(config.batches().delay()).isEqualTo(Duration.ofMillis(20));
  }

  @Test
  void anAddressMayHaveCredentialsWhichAreNeverPrinted() {
    ClickHouseConfig config = read(Map.of("addresses", "https://me:let%20me%20in@a,http://b:1"));
    assertThat(config.address()).isEqualTo("https://a:8443,http://b:1");
    assertThat(config.username()).isEqualTo("me");
    assertThat(config.password()).isNotNull();
    assertThat(config.toString()).doesNotContain(SECRET);
    refused(Map.of("addresses", "http://me@a", "username", "you"), "keep one of them");
    refused(Map.of("addresses", "http://a,http://me@b"), "at the first only");
    refused(Map.of("addresses", "http://a/db"), "the database is a setting");
    refused(Map.of("addresses", "tcp://a:9000"), "http");
    refused(Map.of("addresses", List.of()), "one address or more");
  }

  @Test
  void theBufferHasRoomForABatch() {
    refused(Map.of("batch_points", 100, "batch_buffer", 99), "batch_buffer", "batch_points");
    assertThat(read(Map.of("batch_points", 100, "batch_buffer", 100)).batches().points())
        .isEqualTo(100);
  }

  @Test
  void thePageSaysWhatTheKeysOfAPoolMean() {
    DocumentedSettings.under(Path.of("../docs/config.md"), "## Connection pools")
        .check("clickhouse (client-v2)", ClickHouseConfigTest::read);
  }
}
