package io.patternsdk.driver.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.ServerAddress;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.driver.Tls;
import io.patternsdk.driver.postgres.connections.PostgresConfig;
import io.patternsdk.driver.postgres.connections.PostgresPool;
import io.patternsdk.testkit.DocumentedSettings;
import io.patternsdk.testkit.server.TestCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresConfigTest {

  @Test
  void everythingHasADefault() {
    PostgresConfig config = read(Map.of());
    assertThat(config).isEqualTo(read(Map.of("addresses", "postgresql://localhost:5432/postgres")));
    int size = Math.min(50, 10 * Runtime.getRuntime().availableProcessors());
    assertThat(config.pool())
        .isEqualTo(
            new PostgresPool(
                size,
                size / 2,
                Duration.ofMinutes(30),
                Duration.ofSeconds(4),
                Duration.ofMinutes(5),
                Duration.ofMinutes(1)));
    assertThat(config.tls()).isNull();
    assertThat(config.address()).isEqualTo("postgres://localhost:5432");
  }

  @Test
  void aUserInTheAddressNeedsNoPasswordThere() {
    PostgresConfig without = read(Map.of("addresses", "postgres://app@here"));
    assertThat(without.username()).isEqualTo("app");
    assertThat(without.password()).isNull();
    PostgresConfig beside = read(Map.of("addresses", "postgres://app@here", "password", "secret"));
    assertThat(beside.username()).isEqualTo("app");
    assertThat(Objects.requireNonNull(beside.password()).reveal()).isEqualTo("secret");
  }

  @Test
  void everySettingIsRead(@TempDir Path directory) throws Exception {
    Path ca = TestCertificate.create(directory).certificate();
    PostgresConfig config =
        read(
            Map.ofEntries(
                Map.entry("addresses", List.of("postgres://[::1]:7000/app", "postgres://b")),
                Map.entry("username", "app"),
                Map.entry("password", "secret"),
                Map.entry("tls", Map.of("ca", ca, "verify", "ca")),
                Map.entry("client_name", "us"),
                Map.entry("schema", "ours"),
                Map.entry("tables", "require"),
                Map.entry("pool_size", 8),
                Map.entry("min_idle", 3),
                Map.entry("max_age", "2h"),
                Map.entry("pool_timeout", "1s"),
                Map.entry("idle_timeout", "20s"),
                Map.entry("idle_check", "40s"),
                Map.entry("max_retries", 7),
                Map.entry("connect_timeout", "2s"),
                Map.entry("visibility_timeout", "1m"),
                Map.entry("max_attempts", 9),
                Map.entry("max_queue_idle", "720h"),
                Map.entry("stream_partitions", 3),
                Map.entry("stream_lease", "4s"),
                Map.entry("subscriber_buffer", 10),
                Map.entry("max_value_bytes", "1MiB")));
    assertThat(config)
        .isEqualTo(
            new PostgresConfig(
                List.of(
                    new ServerAddress("postgres", "::1", 7000, "", null, null),
                    new ServerAddress("postgres", "b", 5432, "", null, null)),
                "app",
                "app",
                config.password(),
                new Tls(ca, Tls.Verify.CA, null, null),
                "us",
                "ours",
                PostgresConfig.Tables.REQUIRE,
                new PostgresPool(
                    8,
                    3,
                    Duration.ofHours(2),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(40)),
                7,
                Duration.ofSeconds(2),
                Duration.ofMinutes(1),
                9,
                Optional.of(Duration.ofDays(30)),
                3,
                Duration.ofSeconds(4),
                10,
                1 << 20));
    assertThat(config.address()).isEqualTo("postgres://[::1]:7000,postgres://b:5432");
  }

  @Test
  void credentialsInTheAddressAreUsedAndNeverPrinted() {
    PostgresConfig config = read(Map.of("url", "postgres://app:hidden@db/x"));
    assertThat(config.username()).isEqualTo("app");
    assertThat(config.database()).isEqualTo("x");
    assertThat(Objects.requireNonNull(config.password()).reveal()).isEqualTo("hidden");
    assertThat(config.toString()).doesNotContain("hidden");
    PostgresConfig apart = read(Map.of("url", "postgres://app@db", "password", "hidden"));
    assertThat(Objects.requireNonNull(apart.password()).reveal()).isEqualTo("hidden");
  }

  @Test
  void whatIsWrongIsReportedTogether() {
    Map<String, Object> wrong = new HashMap<>();
    wrong.put("addresses", List.of("postgres://a", "postgres://u:p@b"));
    wrong.put("pool_size", 2);
    wrong.put("min_idle", 3);
    wrong.put("idle_timeout", "1h");
    wrong.put("schema", "Ours; DROP");
    wrong.put("max_retrys", 1);
    wrong.put("tls", Map.of("ca", "/no/such/file"));
    assertThat(problems(wrong))
        .contains("addresses", "at the first only", "min_idle", "idle_timeout", "schema")
        .contains("max_retrys", "max_retries", "tls.ca");
  }

  @Test
  void theSameIsNotSaidTwice() {
    assertThat(problems(Map.of("addresses", "postgres://a/x", "database", "y")))
        .contains("differs");
    assertThat(problems(Map.of("addresses", "postgres://u:hidden@a", "username", "b")))
        .contains("keep one")
        .doesNotContain("hidden");
    assertThat(problems(Map.of("addresses", "postgres://u:hidden@a", "password", "b")))
        .contains("keep one");
  }

  @Test
  void aProfileChangesTheDefaultsAndNothingThatIsWritten() {
    int processors = Runtime.getRuntime().availableProcessors();
    PostgresPool many = read(Map.of("profile", "high_throughput")).pool();
    assertThat(many.size()).isEqualTo(Math.clamp(10 * processors, 50, 100));
    assertThat(many.minIdle()).isEqualTo(many.size() / 2);
    PostgresPool warm = read(Map.of("profile", "low_latency", "pool_size", 7)).pool();
    assertThat(warm.minIdle()).isEqualTo(warm.size()).isEqualTo(7);
    PostgresPool batch = read(Map.of("profile", "batch")).pool();
    assertThat(batch.size()).isEqualTo(4);
    assertThat(batch.timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(read(Map.of("profile", "batch", "pool_timeout", "1s")).pool().timeout())
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(problems(Map.of("profile", "fast")))
        .contains("high_throughput", "low_latency", "batch");
  }

  @Test
  void thePageSaysWhatTheKeysOfAPoolMean() {
    DocumentedSettings.under(Path.of("../docs/config.md"), "## Connection pools")
        .check("postgres (HikariCP)", PostgresConfigTest::read);
  }

  private static PostgresConfig read(Map<String, ?> settings) {
    return PostgresConfig.from(Settings.of(settings));
  }

  private static String problems(Map<String, ?> settings) {
    return Objects.requireNonNull(
        catchThrowableOfType(ConfigException.class, () -> read(settings)).getMessage());
  }
}
