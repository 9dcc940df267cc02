package io.patternsdk.driver.redis;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Failures;
import io.patternsdk.testkit.server.RedisProfile;
import io.patternsdk.testkit.server.RedisSentinels;
import io.patternsdk.testkit.server.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sentinels name the primary, and another one when it is gone. */
class RedisSentinelTest {
  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(60));

  @RegisterExtension
  static final RedisSentinels SENTINELS = RedisSentinels.start(RedisProfile.plain());

  private static BackendOptions options(String master) {
    Map<String, Object> settings =
        Map.of("mode", "sentinel", "sentinel", Map.of("master", master), "connect_timeout", "10s");
    return Backends.options(SENTINELS.uris(), settings).operationTimeout(Duration.ofSeconds(30));
  }

  @Test
  void anUnknownPrimaryIsRefusedWithItsName() {
    assertThat(Failures.kindAndEffect(() -> Backends.open(options("other"))))
        .isEqualTo("UNAVAILABLE NONE");
  }

  @Test
  void writesAndSubscriptionsMoveToTheNewPrimary() {
    Recorder recorder = new Recorder();
    try (Backend backend = Backends.open(options(RedisSentinels.NAME))) {
      var unused = backend.require(PUBSUB_BASIC).subscribe("news", recorder);
      backend.require(KEYVALUE_BASIC).set("k", new byte[] {1});
      RedisServer old = SENTINELS.primary();
      old.kill();
      SOON.check(() -> backend.require(KEYVALUE_BASIC).set("k", new byte[] {2}));
      assertThat(SENTINELS.primary()).isNotSameAs(old);
      SOON.until(() -> recorder.seen.contains("RECONNECTED"));
      Optional<byte[]> value = backend.require(KEYVALUE_BASIC).get("k");
      assertThat(List.of(value.orElseThrow())).containsExactly(new byte[] {2});
    }
  }
}
