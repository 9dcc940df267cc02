package io.patternsdk.driver.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.driver.Tls;
import io.patternsdk.testkit.DocumentedSettings;
import io.patternsdk.testkit.server.TestCertificate;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NatsConfigTest {

  @Test
  void everythingHasADefault() {
    NatsConfig config = read(Map.of());
    assertThat(config)
        .usingRecursiveComparison()
        .isEqualTo(NatsConfig.builder(List.of(URI.create("nats://localhost:4222"))).build());
    assertThat(config.address()).isEqualTo("nats://localhost:4222");
  }

  @Test
  void everySettingIsRead(@TempDir Path directory) throws Exception {
    Path ca = TestCertificate.create(directory).certificate();
    NatsConfig config =
        read(
            Map.ofEntries(
                Map.entry("urls", List.of("tls://one:4223", "tls://[::1]")),
                Map.entry("username", "app"),
                Map.entry("password", "secret"),
                Map.entry("tls", Map.of("ca", ca, "verify", "ca")),
                Map.entry("client_name", "us"),
                Map.entry("connect_timeout", "2s"),
                Map.entry("max_reconnects", 10),
                Map.entry("reconnect_wait", "1s"),
                Map.entry("ping_interval", "5s"),
                Map.entry("monitoring", "http://one:8222"),
                Map.entry("sync_always", "trusted"),
                Map.entry("storage", "memory"),
                Map.entry("replicas", 3),
                Map.entry("visibility_timeout", "1m"),
                Map.entry("max_attempts", 9),
                Map.entry("subscriber_buffer", 10)));
    assertThat(config)
        .usingRecursiveComparison()
        .isEqualTo(
            NatsConfig.builder(List.of(URI.create("tls://one:4223"), URI.create("tls://[::1]")))
                .tls(new Tls(ca, Tls.Verify.CA, null, null))
                .credentials(config.credentials)
                .clientName("us")
                .connectTimeout(Duration.ofSeconds(2))
                .maxReconnects(10)
                .reconnectWait(Duration.ofSeconds(1))
                .pingInterval(Duration.ofSeconds(5))
                .storage(NatsConfig.Storage.MEMORY)
                .replicas(3)
                .visibilityTimeout(Duration.ofMinutes(1))
                .maxAttempts(9)
                .subscriberBuffer(10)
                .monitoring(URI.create("http://one:8222"))
                .syncTrusted(true)
                .build());
  }

  @Test
  void credentialsInTheAddressAreUsedAndNeverPrinted() {
    NatsConfig config = read(Map.of("url", "nats://app:hidden@db"));
    assertThat(config.credentials)
        .isInstanceOfSatisfying(
            NatsCredentials.Password.class,
            given -> {
              assertThat(given.username()).isEqualTo("app");
              assertThat(given.password().reveal()).isEqualTo("hidden");
            });
    assertThat(config.toString() + config.credentials).doesNotContain("hidden");
    assertThat(config.address()).isEqualTo("nats://db");
  }

  @Test
  void aSchemeOfItsOwnOrASectionEncrypts() {
    assertThat(read(Map.of("url", "tls://db")).tls).isEqualTo(Tls.system());
    assertThat(read(Map.of("tls", Map.of("verify", "none"))).tls)
        .isEqualTo(new Tls(null, Tls.Verify.NONE, null, null));
    assertThat(read(Map.of("url", "nats://db")).tls).isNull();
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    Map<String, ?> wrong =
        Map.of(
            "url",
            "http://db",
            "username",
            "app",
            "max_reconects",
            10,
            "storage",
            "tape",
            "replicas",
            0,
            "monitoring",
            "http:8222",
            "max_attempts",
            0,
            "tls",
            Map.of("ca", "/nowhere/ca.pem"));
    assertThatThrownBy(() -> read(wrong))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll(
            "nats://host:port",
            "username",
            "max_reconnects",
            "file, memory",
            "replicas",
            "monitoring",
            "max_attempts",
            "tls.ca");
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "nkey", "creds"})
  void onlyOneFormOfCredentialsMayBeGiven(String other) {
    Map<String, ?> both = Map.of("url", "nats://app:pass@db", other, "hidden");
    assertThatThrownBy(() -> read(both))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("credentials")
        .message()
        .doesNotContain("hidden");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nats://u:a/PW@h:99999",
        "nats://u:PW@h:99999",
        "nats://u:PW@h:0",
        "nats://u:PW@a@h",
        "nats://PW@h:1:2",
        "u:PW@h",
        "//u:PW@h",
        "nats://u:PW@",
        "nats://h?password=PW"
      })
  void aRefusedAddressShowsNoPassword(String address) {
    assertThatThrownBy(() -> read(Map.of("url", address)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("url")
        .message()
        .doesNotContain("PW");
  }

  @Test
  void thePageSaysWhatTheKeysOfAPoolMean() {
    DocumentedSettings.under(Path.of("../docs/config.md"), "## Connection pools")
        .check("nats (jnats)", NatsConfigTest::read);
  }

  private static NatsConfig read(Map<String, ?> settings) {
    return NatsConfig.from(Settings.of(settings));
  }
}
