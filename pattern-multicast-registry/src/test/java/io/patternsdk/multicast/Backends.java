package io.patternsdk.multicast;

import static io.patternsdk.multicast.MulticastRegistryProvider.DURABILITY;
import static io.patternsdk.multicast.MulticastRegistryProvider.MESSAGING;
import static io.patternsdk.multicast.MulticastRegistryProvider.REGISTRY;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.pattern.StandaloneContext;
import io.patternsdk.testkit.server.KafkaServer;
import io.patternsdk.testkit.server.NatsProfile;
import io.patternsdk.testkit.server.NatsServer;
import io.patternsdk.testkit.server.PostgresServer;
import io.patternsdk.testkit.server.RedisCluster;
import io.patternsdk.testkit.server.RedisServer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Open backends for the three slots, under a namespace of their own, and registries on them. */
public final class Backends implements AutoCloseable {
  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  private static final String CLUSTER = "redis-cluster";

  /** A NATS that tells what becomes of keys. */
  private static final String WATCHED = "nats-watched";

  private final String namespace;
  private final Map<String, String> drivers;
  private final Deque<Runnable> opened = new ArrayDeque<>();
  private final Map<String, Backend> shared = new HashMap<>();

  private Backends(String registry, String messaging, String durability) {
    this(
        "t" + Long.toString(System.nanoTime(), 36) + NAMESPACES.incrementAndGet(),
        registry,
        messaging,
        durability);
  }

  private Backends(String namespace, String registry, String messaging, String durability) {
    this.namespace = namespace;
    this.drivers = Map.of(REGISTRY, registry, MESSAGING, messaging, DURABILITY, durability);
  }

  public static Backends embedded() {
    return new Backends("embedded", "embedded", "embedded");
  }

  static Backends redis() {
    return new Backends("redis", "redis", "redis");
  }

  public static Backends postgres() {
    return new Backends("postgres", "postgres", "postgres");
  }

  static Backends nats() {
    return new Backends(WATCHED, WATCHED, WATCHED);
  }

  public static Backends redisAndNats() {
    return new Backends("redis", "nats", "nats");
  }

  static Backends redisClusterAndNats() {
    return new Backends(CLUSTER, "nats", "nats");
  }

  /** What another process has opened, in this one. */
  public static Backends shared(String namespace, List<String> drivers) {
    return new Backends(namespace, drivers.get(0), drivers.get(1), drivers.get(2));
  }

  /** What {@link #shared} is told in another process. */
  public String namespace() {
    return namespace;
  }

  static Backends postgresAndKafka() {
    return new Backends("postgres", "kafka", "postgres");
  }

  /** Starts one more registry, as another process would; in-process backends are shared. */
  MulticastRegistry registry(Map<String, ?> settings) {
    return registry(settings, Clock.system());
  }

  /** Does so with layers round each slot. */
  public MulticastRegistry registry(Map<String, ?> settings, Clock clock, Layer... layers) {
    StandaloneContext.Builder context = StandaloneContext.builder().settings(settings).clock(clock);
    for (String slot : List.of(REGISTRY, MESSAGING, DURABILITY)) {
      context.slot(slot, in(slot), layers);
    }
    return started(context.build());
  }

  MulticastRegistry registry() {
    return registry(Map.of());
  }

  MulticastRegistry started(StandaloneContext context) {
    MulticastRegistry registry = new MulticastRegistryProvider().create(context);
    registry.start();
    return closing(registry);
  }

  /** Shuts a registry down before the backends are closed. */
  MulticastRegistry closing(MulticastRegistry registry) {
    opened.addFirst(() -> registry.shutdown(Deadline.after(Duration.ofSeconds(10))));
    return registry;
  }

  /** Opens one more connection to what is in a slot. */
  public Backend in(String slot) {
    return open(drivers.get(slot));
  }

  Backend open(String driver) {
    return driver.equals("embedded")
        ? shared.computeIfAbsent(driver, this::openNew)
        : openNew(driver);
  }

  private Backend openNew(String driver) {
    Backend backend =
        DriverRegistry.load()
            .open(
                switch (driver) {
                  case CLUSTER -> "redis";
                  case WATCHED -> "nats";
                  default -> driver;
                },
                BackendOptions.named(driver).namespace(namespace).settings(settings(driver)));
    opened.addLast(backend::close);
    return backend;
  }

  private static Map<String, ?> settings(String driver) {
    return switch (driver) {
      case "redis" -> Map.of("addresses", List.of(RedisServer.shared().uri()), "max_attempts", 3);
      case CLUSTER ->
          Map.of(
              "mode",
              "cluster",
              "addresses",
              SharedCluster.SERVERS.uris(),
              "connect_timeout",
              "10s",
              "max_attempts",
              3);
      case "nats" -> nats(NatsServer.shared());
      case WATCHED -> nats(SharedNats.SERVER);
      case "kafka" -> Map.of("addresses", List.of(KafkaServer.shared().uri()), "max_retries", 3);
      case "postgres" ->
          Map.of("addresses", List.of(PostgresServer.shared().uri()), "max_attempts", 3);
      default -> Map.of("max_attempts", 3);
    };
  }

  private static Map<String, ?> nats(NatsServer server) {
    return Map.of("url", server.uri(), "connect_timeout", "20s", "max_attempts", 3);
  }

  /** Started when it is first needed; it ends with the JVM. */
  private static final class SharedCluster {
    static final RedisCluster SERVERS = RedisCluster.of(3);
  }

  /** Started when it is first needed; it ends with the JVM. */
  private static final class SharedNats {
    static final NatsServer SERVER = NatsServer.start(NatsProfile.plain().atLeast(2, 11));
  }

  @Override
  public void close() {
    opened.forEach(Runnable::run);
  }
}
