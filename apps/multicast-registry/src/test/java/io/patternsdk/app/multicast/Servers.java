package io.patternsdk.app.multicast;

import io.patternsdk.testkit.server.NatsProfile;
import io.patternsdk.testkit.server.NatsServer;
import io.patternsdk.testkit.server.PostgresServer;
import io.patternsdk.testkit.server.RedisProfile;
import io.patternsdk.testkit.server.RedisServer;

/** A private Redis and NATS that lose nothing when killed, and configurations on them. */
final class Servers implements AutoCloseable {
  final RedisServer redis = RedisServer.start(RedisProfile.faults());
  final NatsServer nats = NatsServer.start(NatsProfile.faults());

  /** Guards that react at once, so that a test need not wait. */
  private static final String GUARDED =
      """
      pattern:
        name: multicast-registry
        lifecycle: {health_check_interval: 50ms}
        settings: {batch_size: 10, poll_interval: 200ms}
        concurrency:
          workers: 4
          circuit_breaker: {max_failures: 3, reset_timeout: 200ms}
          bulkhead: {capacity: 8, timeout: 100ms}
      """;

  String yaml() {
    return yaml(redis.port(), nats.port());
  }

  /** A configuration that reaches the servers by other ports, such as a proxy's. */
  String yaml(int redisPort, int natsPort) {
    return GUARDED
        + """
        backends:
          registry:
            driver: redis
            operation_timeout: 1s
            config: {addresses: ["redis://127.0.0.1:%1$d"]}
          messaging:
            driver: nats
            operation_timeout: 1s
            config: {url: "nats://127.0.0.1:%2$d"}
          durability:
            driver: nats
            operation_timeout: 1s
            config: {url: "nats://127.0.0.1:%2$d"}
        """
            .formatted(redisPort, natsPort);
  }

  /** A configuration with everything on Redis. */
  String redisOnly() {
    String driver = "{driver: redis, config: {addresses: [\"redis://127.0.0.1:%d\"]}}";
    return GUARDED
        + """
        backends:
          registry: %1$s
          messaging: %1$s
          durability: %1$s
        """
            .formatted(driver.formatted(redis.port()));
  }

  /** A configuration with everything on one PostgreSQL. */
  static String postgres(PostgresServer server) {
    return GUARDED
        + """
          slots:
            registry: {backend: everything}
            messaging: {backend: everything}
            durability: {backend: everything}
        backends:
          everything:
            driver: postgres
            operation_timeout: 1s
            config: {addresses: ["postgres://postgres@127.0.0.1:%d"]}
        """
            .formatted(server.port());
  }

  @Override
  public void close() {
    redis.close();
    nats.close();
  }
}
