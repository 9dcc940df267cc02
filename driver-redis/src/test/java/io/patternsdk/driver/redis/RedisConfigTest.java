package io.patternsdk.driver.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.driver.Tls;
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

class RedisConfigTest {

  @Test
  void everythingHasADefault() {
    RedisConfig config = read(Map.of());
    assertThat(config).isEqualTo(read(Map.of("addresses", "redis://localhost:6379/0")));
    assertThat(config.poolSize()).isEqualTo(4);
    assertThat(config.maxQueueIdle()).isEmpty();
    assertThat(config.address()).isEqualTo("redis://localhost:6379");
  }

  @Test
  void everySettingIsRead(@TempDir Path directory) throws Exception {
    Path ca = TestCertificate.create(directory).certificate();
    RedisConfig config =
        read(
            Map.ofEntries(
                Map.entry("addresses", List.of("rediss://[::1]:7000/3")),
                Map.entry("username", "app"),
                Map.entry("password", "secret"),
                Map.entry("tls", Map.of("ca", ca, "verify", "ca")),
                Map.entry("client_name", "us"),
                Map.entry("pool_size", 50),
                Map.entry("max_retries", 7),
                Map.entry("connect_timeout", "2s"),
                Map.entry("visibility_timeout", "1m"),
                Map.entry("max_attempts", 9),
                Map.entry("max_queue_idle", "720h"),
                Map.entry("subscriber_buffer", 10),
                Map.entry("replicas", "trusted"),
                Map.entry("stream_partitions", 3),
                Map.entry("stream_lease", "4s"),
                Map.entry("max_value_bytes", "1MiB")));
    assertThat(config)
        .isEqualTo(
            new RedisConfig(
                RedisMode.STANDALONE,
                List.of(new RedisConfig.Host("::1", 7000)),
                null,
                new Tls(ca, Tls.Verify.CA, null, null),
                3,
                "app",
                config.password(),
                "us",
                50,
                7,
                Duration.ofSeconds(2),
                Duration.ofMinutes(1),
                9,
                Optional.of(Duration.ofDays(30)),
                10,
                true,
                false,
                3,
                Duration.ofSeconds(4),
                1 << 20));
    assertThat(config.address()).isEqualTo("rediss://[::1]:7000");
  }

  @Test
  void credentialsInTheAddressAreUsedAndNeverPrinted() {
    RedisConfig config = read(Map.of("addresses", "redis://app:hidden@db"));
    assertThat(config.username()).isEqualTo("app");
    assertThat(Objects.requireNonNull(config.password()).reveal()).isEqualTo("hidden");
    assertThat(config.toString()).doesNotContain("hidden");
  }

  @Test
  void whatIsWrongIsReportedTogether() {
    Map<String, Object> wrong = new HashMap<>();
    wrong.put("addresses", List.of("redis://a", "redis://b"));
    wrong.put("pool_size", 0);
    wrong.put("max_retrys", 1);
    wrong.put("username", "app");
    wrong.put("database", -1);
    wrong.put("tls", Map.of("ca", "/no/such/file"));
    assertThat(problems(wrong))
        .contains("addresses", "one address", "pool_size", "max_retrys", "max_retries")
        .contains("username has no password", "database", "tls.ca", "write rediss://");
  }

  @Test
  void aClusterHasSeveralAddressesThatAreAlikeAndNoDatabase() {
    List<String> addresses = List.of("redis://a", "redis://b:7000");
    RedisConfig cluster = read(Map.of("mode", "cluster", "addresses", addresses));
    assertThat(cluster.address()).isEqualTo("redis://a:6379,b:7000");
    assertThat(cluster.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(
            problems(Map.of("mode", "cluster", "addresses", List.of("redis://a", "redis://b/1"))))
        .contains("alike but for host and port");
    assertThat(problems(Map.of("mode", "cluster", "database", 1))).contains("has only 0");
    assertThat(problems(Map.of("reads", "replicas"))).contains("leads to the primary alone");
    assertThat(problems(Map.of("mode", "clusters"))).contains("standalone", "sentinel");
  }

  @Test
  void sentinelsAreAskedForAPrimaryByItsName() {
    Map<String, Object> section = Map.of("master", "main", "username", "u", "password", "hidden");
    RedisConfig config = read(Map.of("mode", "sentinel", "sentinel", section));
    assertThat(Objects.requireNonNull(config.sentinel()).master()).isEqualTo("main");
    assertThat(config.address()).isEqualTo("redis://localhost:26379");
    assertThat(config.toString()).doesNotContain("hidden");
    assertThat(problems(Map.of("mode", "sentinel"))).contains("sentinel.master is not set");
    assertThat(problems(Map.of("sentinel", Map.of("master", "main"))))
        .contains("means nothing to mode: standalone");
  }

  @Test
  void addressesOfOtherFormsAreRefused() {
    for (String address : List.of("http://a", "redis:///1", "redis://a/x", "redis://u@a")) {
      assertThat(problems(Map.of("addresses", address))).contains("redis://host:port");
    }
  }

  @Test
  void theSameIsNotSaidTwice() {
    assertThat(problems(Map.of("addresses", "redis://a/1", "database", 2))).contains("differs");
    assertThat(problems(Map.of("addresses", "redis://u:hidden@a", "password", "b")))
        .contains("keep one")
        .doesNotContain("hidden");
    assertThat(read(Map.of("addresses", "redis://a/1", "database", 1)).database()).isEqualTo(1);
  }

  @Test
  void thePageSaysWhatTheKeysOfAPoolMean() {
    DocumentedSettings.under(Path.of("../docs/config.md"), "## Connection pools")
        .check("redis (lettuce)", RedisConfigTest::read);
  }

  private static RedisConfig read(Map<String, ?> settings) {
    return RedisConfig.from(Settings.of(settings));
  }

  private static String problems(Map<String, ?> settings) {
    return Objects.requireNonNull(
        catchThrowableOfType(ConfigException.class, () -> read(settings)).getMessage());
  }
}
