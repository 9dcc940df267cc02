package io.patternsdk.driver.redis;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_TTL;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.testkit.server.RedisServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisDriverTest {
  private final Backend backend = Backends.open(RedisServer.shared().uri());

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void ttlsAreRoundedUp() {
    var values = backend.require(KEYVALUE_TTL);
    values.set("k", bytes("v"), Duration.ofSeconds(10).plusNanos(1));
    assertThat(values.ttl("k").orElseThrow())
        .isBetween(Duration.ofSeconds(8), Duration.ofMillis(10_001));
    values.set("forever", bytes("v"), Duration.ofSeconds(Long.MAX_VALUE));
    assertThat(values.ttl("forever").orElseThrow()).isGreaterThan(Duration.ofDays(100_000));
  }

  @Test
  void itSaysWhatItIs() {
    assertThat(backend.info().toString()).matches("redis 0\\.1.*, lettuce 7.*, Redis \\d.*");
    assertThat(backend.info().system()).isEqualTo("redis");
    assertThat(backend.unwrap(RedisClient.class)).isPresent();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
