package io.patternsdk.driver.redis;

import static io.patternsdk.core.capability.Traits.CONSISTENCY;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.capability.Traits.Consistency;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.server.RedisCluster;
import io.patternsdk.testkit.server.RedisProfile;
import io.patternsdk.testkit.server.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reads go to replicas where that is set, and what follows from it is said. */
class RedisReplicaReadsTest {
  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(60));

  @RegisterExtension
  static final RedisCluster CLUSTER = RedisCluster.start(RedisProfile.plain(), 1, 1);

  @Test
  void replicasAnswerReadsAndMastersTheRest() {
    try (ClusteredBackend writer = ClusteredBackend.on(CLUSTER)) {
      writer.backend.require(KEYVALUE_BASIC).set("first", new byte[1]);
    }
    CLUSTER.awaitReplicas(); // the client passes over a replica that has received nothing yet
    Map<String, Object> settings =
        Map.of("mode", "cluster", "reads", "replicas", "connect_timeout", "10s");
    try (ClusteredBackend on = new ClusteredBackend(CLUSTER, settings)) {
      KeyValue values = on.backend.require(KEYVALUE_BASIC);
      values.set("k", new byte[] {1});
      SOON.check(() -> assertThat(values.get("k")).isPresent());
      assertThat(on.backend.require(KEYVALUE_BATCH).getAll(List.of("k", "none"))).hasSize(1);
      assertThat(on.backend.require(KEYVALUE_CAS).getVersioned("k")).isPresent();

      assertThat(commands(CLUSTER.replicas().getFirst())).contains("cmdstat_get:", "cmdstat_mget:");
      assertThat(commands(CLUSTER.masters().getFirst()))
          .contains("cmdstat_set:", "cmdstat_get:calls=1,")
          .doesNotContain("cmdstat_mget:");
      Traits read = on.backend.capabilities().traits(KEYVALUE_BASIC);
      assertThat(read.get(CONSISTENCY)).isEqualTo(Consistency.EVENTUAL);
      assertThat(read.remedy(CONSISTENCY)).isEqualTo("set reads: primary");
    }
  }

  private static String commands(RedisServer server) {
    try (RedisClient client = RedisClient.create(server.uri());
        var admin = client.connect()) {
      return admin.sync().info("commandstats");
    }
  }
}
