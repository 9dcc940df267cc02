package io.patternsdk.driver.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.capability.Traits.Durability;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisFactsTest {

  @Test
  void anAppendOnlyFileKeepsWhatIsSynced() {
    assertThat(durability(Map.of("appendonly", "yes", "appendfsync", "always")))
        .isEqualTo(Durability.SYNCED);
    assertThat(durability(Map.of("appendonly", "yes", "appendfsync", "everysec")))
        .isEqualTo(Durability.PERIODIC);
    assertThat(durability(Map.of("appendonly", "yes", "appendfsync", "no")))
        .isEqualTo(Durability.PERIODIC);
  }

  @Test
  void snapshotsKeepWhatIsOld() {
    assertThat(durability(Map.of("appendonly", "no", "save", "3600 1")))
        .isEqualTo(Durability.PERIODIC);
    assertThat(durability(Map.of("appendonly", "no", "save", ""))).isEqualTo(Durability.VOLATILE);
  }

  @Test
  void whatIsEvictedDoesNotSurvive() {
    Map<String, String> synced = Map.of("appendonly", "yes", "appendfsync", "always");
    Map<String, String> evicting = new HashMap<>(synced);
    evicting.putAll(Map.of("maxmemory", "100", "maxmemory-policy", "allkeys-lru"));
    assertThat(durability(evicting)).isEqualTo(Durability.VOLATILE);
    evicting.put("maxmemory", "0");
    assertThat(durability(evicting)).isEqualTo(Durability.SYNCED);
  }

  @Test
  void whatMayNotBeAskedIsUnknown() {
    Traits traits = new RedisFacts(Map.of(), Map.of()).stored(1_000).build();
    assertThat(traits.durability()).isEqualTo(Durability.VOLATILE);
    assertThat(traits.durabilityDetail()).startsWith("unknown");
    assertThat(traits.maxValueBytes()).isEqualTo(1_000);
  }

  @Test
  void versionsAreCompared() {
    RedisFacts facts = new RedisFacts(Map.of("version", "6.2.1"), Map.of());
    assertThat(facts.atLeast(6, 2)).isTrue();
    assertThat(facts.atLeast(6, 3)).isFalse();
    assertThat(facts.atLeast(5, 9)).isTrue();
    assertThat(facts.atLeast(7, 0)).isFalse();
    assertThat(new RedisFacts(Map.of(), Map.of()).atLeast(7, 0)).isTrue();
  }

  @Test
  void whatIsPublishedFitsIntoASubscribersBuffer() {
    Map<String, String> config =
        Map.of(
            "proto-max-bulk-len", "536870912",
            "client-output-buffer-limit",
                "normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60");
    RedisFacts facts = new RedisFacts(Map.of(), config);
    assertThat(facts.passing(512L << 20).build().maxValueBytes()).isLessThan(32L << 20);
    assertThat(facts.passing(16L << 20).build().maxValueBytes()).isEqualTo(16L << 20);
    assertThat(facts.stored(512L << 20).build().maxValueBytes())
        .isBetween(511L << 20, (512L << 20) - 1);
  }

  private static Durability durability(Map<String, String> config) {
    return new RedisFacts(Map.of(), config).stored(1_000).build().durability();
  }
}
