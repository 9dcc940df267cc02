package io.patternsdk.driver.redis;

import static io.patternsdk.core.capability.Traits.CONSISTENCY;
import static io.patternsdk.core.capability.Traits.DURABILITY;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.capability.Traits.Consistency;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.server.RedisProfile;
import io.patternsdk.testkit.server.RedisServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What is guaranteed is what the server is set to, and changes with it. */
class RedisGuaranteesTest {
  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(60));
  private static final Map<String, String> SYNCED =
      Map.of("appendonly", "yes", "appendfsync", "always");

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
    Traits unknown = of(Map.of(), OptionalInt.of(0), false);
    assertThat(unknown.durability()).isEqualTo(Durability.VOLATILE);
    assertThat(unknown.durabilityDetail()).startsWith("unknown");
    assertThat(of(SYNCED, OptionalInt.empty(), false).durability()).isEqualTo(Durability.PERIODIC);
    assertThat(of(SYNCED, OptionalInt.empty(), true).durability()).isEqualTo(Durability.SYNCED);
  }

  @Test
  void settingsOfALiveServerChangeTheAnswer() {
    try (RedisServer server = RedisServer.start(RedisProfile.plain())) {
      assertThat(live(server).durability()).isEqualTo(Durability.VOLATILE);
      set(server, "save", "3600 1");
      assertThat(live(server).durabilityDetail()).startsWith("snapshots only (save 3600 1)");
      set(server, "appendonly", "yes");
      set(server, "appendfsync", "everysec");
      assertThat(live(server).durability()).isEqualTo(Durability.PERIODIC);
      assertThat(live(server).remedy(DURABILITY)).contains("appendfsync always");
      set(server, "appendfsync", "always");
      assertThat(live(server).durability()).isEqualTo(Durability.SYNCED);
      assertThat(live(server).remedy(DURABILITY)).isEmpty();
    }
  }

  @Test
  void aReplicaThatFollowsChangesTheAnswerUnlessItIsTrusted() {
    try (RedisServer primary = RedisServer.start(RedisProfile.faults());
        RedisServer replica = RedisServer.start()) {
      assertThat(live(primary).get(CONSISTENCY)).isEqualTo(Consistency.LINEARIZABLE);
      follow(replica, primary);
      SOON.check(
          () -> {
            Traits followed = live(primary);
            assertThat(followed.durability()).isEqualTo(Durability.PERIODIC);
            assertThat(followed.durabilityDetail()).contains("1 connected");
            assertThat(followed.get(CONSISTENCY)).isEqualTo(Consistency.EVENTUAL);
          });
      Traits trusted = live(primary, Map.of("replicas", "trusted"));
      assertThat(trusted.durability()).isEqualTo(Durability.SYNCED);
      assertThat(trusted.get(CONSISTENCY)).isEqualTo(Consistency.LINEARIZABLE);
    }
  }

  private static void follow(RedisServer replica, RedisServer primary) {
    try (RedisClient client = RedisClient.create(replica.uri());
        var admin = client.connect()) {
      admin.sync().replicaof("127.0.0.1", primary.port());
    }
  }

  private static void set(RedisServer server, String parameter, String value) {
    try (RedisClient client = RedisClient.create(server.uri());
        var admin = client.connect()) {
      admin.sync().configSet(parameter, value);
    }
  }

  private static Traits live(RedisServer server) {
    return live(server, Map.of());
  }

  private static Traits live(RedisServer server, Map<String, ?> settings) {
    try (Backend backend = Backends.open(Backends.options(server.uri(), settings))) {
      Traits values = backend.capabilities().traits(KEYVALUE_BASIC);
      assertThat(backend.capabilities().traits(QUEUE_BASIC).durability())
          .isEqualTo(values.durability());
      return values;
    }
  }

  private static Durability durability(Map<String, String> config) {
    return of(config, OptionalInt.of(0), false).durability();
  }

  private static Traits of(Map<String, String> config, OptionalInt replicas, boolean trusted) {
    return new RedisGuarantees(config, replicas, trusted, false).of(KEYVALUE_BASIC);
  }
}
