package io.patternsdk.driver.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import io.patternsdk.testkit.contract.DriverContracts;
import io.patternsdk.testkit.contract.Variant;
import io.patternsdk.testkit.server.RedisCluster;
import io.patternsdk.testkit.server.RedisProfile;
import io.patternsdk.testkit.server.RedisSentinels;
import io.patternsdk.testkit.server.RedisServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisContractTest extends DriverContracts {
  private static final String PASSWORD = "let me in";

  @RegisterExtension
  static final RedisServer USER =
      RedisServer.start(RedisProfile.plain().user("app", "secret", "~* &* +@all -config -info"));

  @RegisterExtension
  static final RedisServer TLS = RedisServer.start(RedisProfile.plain().password(PASSWORD).tls());

  @RegisterExtension static final RedisCluster CLUSTER = RedisCluster.of(3);

  @RegisterExtension
  static final RedisSentinels SENTINELS = RedisSentinels.start(RedisProfile.plain()).patient();

  @Override
  protected List<Variant> variants() {
    return List.of(
        variant("plain", Map.of("addresses", RedisServer.shared().uri())),
        variant("user", Map.of("addresses", USER.uri(), "username", "app", "password", "secret"))
            .stalledBy(USER::paused),
        variant(
                "tls",
                Map.of(
                    "addresses",
                    TLS.uri(),
                    "password",
                    PASSWORD,
                    "tls",
                    Map.of("ca", TLS.certificate().certificate())))
            .stalledBy(TLS::paused),
        Variant.of(
                "cluster",
                new RedisDriverProvider(),
                () ->
                    Map.of("mode", "cluster", "addresses", CLUSTER.uris(), "connect_timeout", "5s"))
            .client(RedisClusterClient.class),
        Variant.of("sentinel", new RedisDriverProvider(), RedisContractTest::bySentinels)
            .client(RedisClient.class));
  }

  private static Map<String, ?> bySentinels() {
    return Map.of(
        "mode",
        "sentinel",
        "sentinel",
        Map.of("master", RedisSentinels.NAME),
        "addresses",
        SENTINELS.uris(),
        "connect_timeout",
        "5s");
  }

  private static Variant variant(String name, Map<String, ?> settings) {
    return Variant.of(name, new RedisDriverProvider(), () -> settings).client(RedisClient.class);
  }
}
