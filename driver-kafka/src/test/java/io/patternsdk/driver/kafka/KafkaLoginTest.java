package io.patternsdk.driver.kafka;

import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.server.KafkaProfile;
import io.patternsdk.testkit.server.KafkaServer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins over TLS, on a broker that syncs. */
class KafkaLoginTest {
  @RegisterExtension
  static final KafkaServer SERVER =
      KafkaServer.start(KafkaProfile.plain().tls().sasl().option("log.flush.interval.messages=1"));

  private static Backend open(Map<String, ?> sasl) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("max_retries", 0);
    settings.put("sasl", sasl);
    settings.put("tls", Map.of("ca", SERVER.certificate().certificate()));
    settings.put("stream_partitions", 2);
    return Backends.open(SERVER.uri(), settings);
  }

  private static Map<String, String> password(String mechanism, String password) {
    return Map.of("mechanism", mechanism, "username", KafkaProfile.USER, "password", password);
  }

  private static void use(String stream, Map<String, ?> sasl) {
    try (Backend backend = open(sasl)) {
      backend.require(STREAM_BASIC).append(stream, Message.of("one"));
      assertThat(backend.require(STREAM_BASIC).count(stream, ReadFrom.earliest())).isEqualTo(1);
      assertThat(backend.capabilities().traits(STREAM_BASIC).durability())
          .isEqualTo(Durability.SYNCED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "scram_sha_256", "scram_sha_512"})
  void byPassword(String mechanism) {
    use(mechanism, password(mechanism, KafkaProfile.PASSWORD));
  }

  @Test
  void byToken() {
    String claims =
        "{\"sub\":\"%s\",\"iat\":%d,\"exp\":%d}"
            .formatted(
                KafkaProfile.USER,
                Instant.now().getEpochSecond(),
                Instant.now().getEpochSecond() + 3_600);
    String token = encoded("{\"alg\":\"none\"}") + "." + encoded(claims) + ".";
    use("token", Map.of("mechanism", "oauthbearer", "token", token));
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aWrongPasswordIsRefusedAndNotPrinted() {
    var refusal =
        Expect.failure(
            ErrorKind.PERMISSION_DENIED,
            () -> open(password("scram_sha_256", "a wrong one")).close());
    assertThat(refusal.effect()).isEqualTo(Effect.NONE);
    assertThat(refusal).hasMessageNotContaining("a wrong one");
  }
}
