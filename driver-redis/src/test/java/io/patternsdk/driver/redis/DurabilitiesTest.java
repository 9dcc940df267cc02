package io.patternsdk.driver.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.capability.Traits.Durability;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DurabilitiesTest {

  @Test
  void anAppendOnlyFileKeepsWhatIsSynced() {
    assertThat(durability(Map.of(), Map.of("appendonly", "yes", "appendfsync", "always")))
        .isEqualTo(Durability.SYNCED);
    assertThat(durability(Map.of(), Map.of("appendonly", "yes", "appendfsync", "everysec")))
        .isEqualTo(Durability.PERIODIC);
    assertThat(durability(Map.of(), Map.of("appendonly", "yes", "appendfsync", "no")))
        .isEqualTo(Durability.PERIODIC);
  }

  @Test
  void snapshotsKeepWhatIsOld() {
    assertThat(durability(Map.of(), Map.of("appendonly", "no", "save", "3600 1")))
        .isEqualTo(Durability.PERIODIC);
    assertThat(durability(Map.of(), Map.of("appendonly", "no", "save", "")))
        .isEqualTo(Durability.VOLATILE);
  }

  @Test
  void whatIsEvictedDoesNotSurvive() {
    Map<String, String> info = Map.of("maxmemory", "100", "maxmemory_policy", "allkeys-lru");
    assertThat(durability(info, Map.of("appendonly", "yes", "appendfsync", "always")))
        .isEqualTo(Durability.VOLATILE);
  }

  @Test
  void whatMayNotBeAskedIsUnknown() {
    Traits traits = traits(Map.of("aof_enabled", "1"), Map.of());
    assertThat(traits.durability()).isEqualTo(Durability.VOLATILE);
    assertThat(traits.durabilityDetail()).startsWith("unknown").endsWith("on");
  }

  @Test
  void versionsAreCompared() {
    ServerFacts facts =
        new ServerFacts(ServerFacts.parse("# Server\r\nredis_version:6.2.1\r\n"), Map.of());
    assertThat(facts.atLeast(6, 2)).isTrue();
    assertThat(facts.atLeast(6, 3)).isFalse();
    assertThat(facts.atLeast(5, 9)).isTrue();
    assertThat(facts.atLeast(7, 0)).isFalse();
    assertThat(new ServerFacts(Map.of(), Map.of()).atLeast(7, 0)).isTrue();
  }

  private static Durability durability(Map<String, String> info, Map<String, String> config) {
    return traits(info, config).durability();
  }

  private static Traits traits(Map<String, String> info, Map<String, String> config) {
    return Durabilities.stored(new ServerFacts(info, config), Traits.builder()).build();
  }
}
