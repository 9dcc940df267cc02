package io.patternsdk.driver.redis;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_TTL;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_WILDCARDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.Message;
import io.patternsdk.core.capability.Publication;
import io.patternsdk.core.driver.Backend;
import io.patternsdk.testkit.server.RedisServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisDriverTest {
  private final Backend backend = Backends.open(RedisServer.shared().uri());

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void valuesAreStored() {
    var values = backend.require(KEYVALUE_BASIC);
    values.set("!odd", bytes("1"));
    values.set("plain", bytes("2"));
    assertThat(values.get("!odd")).hasValue(bytes("1"));
    assertThat(values.delete("plain")).isTrue();
    assertThat(values.delete("plain")).isFalse();
    assertThat(values.get("plain")).isEmpty();
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
  void messagesReachSubscribers() {
    Inbox exact = new Inbox();
    Inbox wild = new Inbox();
    backend.require(PUBSUB_BASIC).subscribe("a.b", exact);
    backend.require(PUBSUB_WILDCARDS).subscribePattern("a.*", wild);
    List<Publication> all = new ArrayList<>();
    for (String topic : List.of("a.b", "a.b.c", "a.[b", "b")) {
      all.add(new Publication(topic, Message.of(topic)));
    }
    assertThat(backend.require(PUBSUB_BASIC).publishAll(all).published()).isEqualTo(4);
    exact.awaits("a.b=a.b");
    wild.awaits("a.[b=a.[b");
    assertThat(exact.received()).containsExactly("a.b=a.b");
    assertThat(wild.received()).containsExactly("a.b=a.b", "a.[b=a.[b");
  }

  @Test
  void itsHealthIsARoundTrip() {
    assertThat(backend.health(Deadline.after(Duration.ofSeconds(5)))).isEqualTo(Health.up());
  }

  @Test
  void itSaysWhatItIs() {
    assertThat(backend.info().toString()).matches("redis 0\\.1.*, lettuce 7.*, Redis \\d.*");
    assertThat(backend.unwrap(RedisClient.class)).isPresent();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
