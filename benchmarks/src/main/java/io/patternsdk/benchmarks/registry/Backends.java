package io.patternsdk.benchmarks.registry;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.impl.Headers;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.multicast.MulticastRegistry;
import io.patternsdk.multicast.Registration;
import io.patternsdk.multicast.RegistryBuilder;
import io.patternsdk.testkit.server.NatsServer;
import io.patternsdk.testkit.server.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Private servers, their clients, and a registry that uses them. */
record Backends(
    RedisServer redisServer,
    NatsServer natsServer,
    RedisClient redisClient,
    StatefulRedisConnection<String, byte[]> lettuce,
    Connection jnats,
    Backend redis,
    Backend nats)
    implements AutoCloseable {
  static final String NAMESPACE = "multicast-registry";

  static Backends start() throws Exception {
    RedisServer redis = RedisServer.start();
    NatsServer nats = NatsServer.start();
    RedisClient client = RedisClient.create(redis.uri());
    return new Backends(
        redis,
        nats,
        client,
        client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE)),
        Nats.connect(nats.uri()),
        open("redis", Map.of("addresses", List.of(redis.uri()))),
        open("nats", Map.of("url", nats.uri())));
  }

  private static Backend open(String driver, Map<String, ?> settings) {
    return DriverRegistry.load()
        .open(driver, BackendOptions.named(driver).namespace(NAMESPACE).settings(settings));
  }

  /** A registry on Redis, to which so many identities are added. */
  MulticastRegistry registry(String messaging, int identities, int batchSize) {
    return filled(
        MulticastRegistry.builder()
            .registry(redis)
            .messaging(messaging.equals("nats") ? nats : redis)
            .maxPageSize(100_000)
            .batchSize(batchSize),
        identities);
  }

  /** Starts a registry and registers so many identities. */
  static MulticastRegistry filled(RegistryBuilder builder, int identities) {
    MulticastRegistry registry = builder.start();
    for (int i = 0; i < identities; i++) {
      String metadata =
          "{\"port\":%d,\"protocol\":\"%s\",\"aliases\":[\"a%d\"]}"
              .formatted(i, i % 2 == 0 ? "udp" : "tcp", i);
      registry.register(Registration.of(id(i)).metadata(JsonObject.parse(metadata)));
    }
    return registry;
  }

  private static String id(int number) {
    return "service-" + number;
  }

  /** Reads all entries of the registry, bare. */
  void entries() {
    try (Scan<?> scan = redis.require(StandardCapabilities.KEYVALUE_SCAN).entries("identity:")) {
      while (!scan.nextPage().isEmpty()) {}
    }
  }

  Publisher redisPublisher(int topics) {
    return new Publisher(
        "redis",
        "lettuce",
        (subjects, body) -> {
          List<RedisFuture<Long>> answers = new ArrayList<>(subjects.size());
          lettuce.setAutoFlushCommands(false);
          subjects.forEach(subject -> answers.add(lettuce.async().publish(subject, body)));
          lettuce.flushCommands();
          lettuce.setAutoFlushCommands(true);
          for (RedisFuture<Long> answer : answers) {
            var unused = answer.get();
          }
        },
        redis.require(StandardCapabilities.PUBSUB_BASIC),
        topics(topics));
  }

  Publisher natsPublisher(int topics) {
    return new Publisher(
        "nats",
        "jnats",
        (subjects, body) -> {
          Headers id = new Headers().put("Nats-Msg-Id", "bench");
          subjects.forEach(subject -> jnats.publish(subject, id, body));
          jnats.flush(Duration.ofSeconds(5));
        },
        nats.require(StandardCapabilities.PUBSUB_BASIC),
        topics(topics));
  }

  static List<String> topics(int count) {
    return IntStream.range(0, count).mapToObj(i -> "identity." + id(i)).toList();
  }

  @Override
  public void close() {
    redis.close();
    nats.close();
    redisClient.shutdown();
    try {
      jnats.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    redisServer.close();
    natsServer.close();
  }
}
