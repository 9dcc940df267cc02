package io.patternsdk.driver.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RedisFactsTest {

  @Test
  void versionsAreCompared() {
    RedisFacts facts = facts(Map.of("version", "6.2.1"), Map.of());
    assertThat(facts.atLeast(6, 2)).isTrue();
    assertThat(facts.atLeast(6, 3)).isFalse();
    assertThat(facts.atLeast(5, 9)).isTrue();
    assertThat(facts.atLeast(7, 0)).isFalse();
    assertThat(facts(Map.of(), Map.of()).atLeast(7, 0)).isTrue();
  }

  @Test
  void whatIsPublishedFitsIntoASubscribersBuffer() {
    Map<String, String> config =
        Map.of(
            "proto-max-bulk-len", "536870912",
            "client-output-buffer-limit",
                "normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60");
    RedisFacts facts = facts(Map.of(), config);
    assertThat(facts.passing(512L << 20).build().maxValueBytes()).isLessThan(32L << 20);
    assertThat(facts.passing(16L << 20).build().maxValueBytes()).isEqualTo(16L << 20);
    assertThat(facts.stored(512L << 20).build().maxValueBytes())
        .isBetween(511L << 20, (512L << 20) - 1);
  }

  private static RedisFacts facts(Map<String, String> hello, Map<String, String> config) {
    return new RedisFacts(hello, List.of(config), OptionalInt.empty());
  }
}
