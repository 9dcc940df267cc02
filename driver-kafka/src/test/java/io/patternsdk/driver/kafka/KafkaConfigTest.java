package io.patternsdk.driver.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Settings;
import io.patternsdk.driver.kafka.KafkaLogin.Mechanism;
import io.patternsdk.testkit.DocumentedSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class KafkaConfigTest {
  private static final String SECRET = "let me in";

  private static KafkaConfig read(Map<String, ?> settings) {
    return KafkaConfig.from(Settings.of(settings));
  }

  private static void refused(Map<String, ?> settings, String... reasons) {
    assertThatThrownBy(() -> read(settings))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll(reasons);
  }

  @Test
  void everythingHasADefault() {
    KafkaConfig config = read(Map.of());
    assertThat(config.bootstrap()).isEqualTo("localhost:9092");
    assertThat(config.login()).isNull();
    assertThat(config.compression()).isEqualTo(KafkaCompression.NONE);
    assertThat(config.topics()).isEqualTo(KafkaConfig.Topics.CREATE);
  }

  @Test
  void addressesMayLackTheirPort() {
    assertThat(read(Map.of("addresses", List.of("kafka://a:1", "kafka://[::1]"))).bootstrap())
        .isEqualTo("a:1,[::1]:9092");
    refused(Map.of("addresses", "kafka://user:pass@a"), "addresses", "sasl");
  }

  @Test
  void aLoginIsReadAndNeverPrinted() {
    Map<String, ?> sasl =
        Map.of("mechanism", "scram_sha_256", "username", "alice", "password", SECRET);
    KafkaConfig config = read(Map.of("sasl", sasl));
    KafkaLogin login = Objects.requireNonNull(config.login());
    assertThat(login.mechanism()).isEqualTo(Mechanism.SCRAM_SHA_256);
    assertThat(login.secret().reveal()).isEqualTo(SECRET);
    assertThat(config.toString()).doesNotContain(SECRET);
  }

  @Test
  void aLoginThatIsNotWholeIsRefused() {
    refused(Map.of("sasl", Map.of("username", "alice")), "sasl.mechanism", "is missing");
    refused(
        Map.of("sasl", Map.of("mechanism", "plain")),
        "sasl.username",
        "sasl.password",
        "is missing");
    refused(
        Map.of("sasl", Map.of("mechanism", "oauthbearer", "username", "a", "token", "t")),
        "sasl.username",
        "is not for OAUTHBEARER");
  }

  @Test
  void aCodecThatIsNotThereIsNamed() {
    assertThat(read(Map.of("compression", "gzip")).compression()).isEqualTo(KafkaCompression.GZIP);
    refused(Map.of("compression", "zstd"), "compression", "com.github.luben:zstd-jni");
  }

  @Test
  void thePageSaysWhatTheKeysOfAPoolMean() {
    DocumentedSettings.under(Path.of("../docs/config.md"), "## Connection pools")
        .check("kafka (kafka-clients)", KafkaConfigTest::read);
  }
}
