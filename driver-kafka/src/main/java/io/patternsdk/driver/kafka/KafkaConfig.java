package io.patternsdk.driver.kafka;

import io.patternsdk.core.config.ServerAddress;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.driver.DriverSettings;
import io.patternsdk.core.driver.Tls;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a Kafka is and how to use it; docs/drivers/kafka.md says what each part means. Immutable.
 *
 * @param addresses some of its brokers, which tell of the others
 * @param replicationFactor of topics that are made; 0 for what the brokers say
 */
record KafkaConfig(
    List<ServerAddress> addresses,
    @Nullable Tls tls,
    @Nullable KafkaLogin login,
    String clientName,
    Topics topics,
    int replicationFactor,
    KafkaCompression compression,
    int maxRetries,
    Duration connectTimeout,
    int streamPartitions,
    Duration streamLease,
    String pubSubTopic,
    int pubSubPartitions,
    Duration pubSubRetention,
    int subscriberBuffer,
    long sendBuffer,
    long maxValueBytes) {

  private static final int DEFAULT_PORT = 9092;
  private static final ServerAddress DEFAULT_ADDRESS =
      new ServerAddress("kafka", "localhost", DEFAULT_PORT, "", null, null);

  /** Who makes the topics. */
  enum Topics {
    /** The driver makes them at their first use. */
    CREATE,
    /** Somebody else has made them; what has none is refused. */
    REQUIRE
  }

  /**
   * Reads the settings of a backend.
   *
   * @throws io.patternsdk.core.config.ConfigException with everything that is wrong, unknown
   *     settings included
   */
  static KafkaConfig from(Settings settings) {
    return settings.read(KafkaConfig::read);
  }

  private static KafkaConfig read(Settings settings) {
    refusePoolKeys(settings);
    Settings tls = settings.section("tls");
    Tls encryption = Tls.from(tls);
    return new KafkaConfig(
        addresses(settings),
        tls.present() ? encryption : null,
        KafkaLogin.from(settings.section("sasl")),
        settings
            .string("client_name")
            .check(name -> name.matches("[ -~]{0,200}"), "at most 200 printable ASCII characters")
            .orElse(""),
        settings.choice("topics", Topics.class).orElse(Topics.CREATE),
        settings.integer("replication_factor").range(1, 1_000).orElse(0),
        KafkaCompression.from(settings, "compression"),
        settings.integer("max_retries").range(0, 100).orElse(3),
        DriverSettings.connectTimeout(settings, Duration.ofSeconds(3)),
        DriverSettings.streamPartitions(settings, 8),
        DriverSettings.streamLease(settings, Duration.ofSeconds(10)),
        settings
            .string("pubsub_topic")
            .check(name -> name.matches("[a-zA-Z0-9._-]{1,249}"), "the name of a Kafka topic")
            .orElse("patternsdk_pubsub"),
        settings.integer("pubsub_partitions").range(1, 1_000).orElse(8),
        settings
            .duration("pubsub_retention")
            .range(Duration.ofSeconds(10), Duration.ofDays(365))
            .orElse(Duration.ofMinutes(10)),
        DriverSettings.subscriberBuffer(settings, 16_384),
        settings.size("send_buffer").range(1L << 20, 1L << 34).orElse(32L << 20),
        settings.size("max_value_bytes").range(1L << 10, 64L << 20).orElse(1L << 20));
  }

  private static void refusePoolKeys(Settings settings) {
    for (String name :
        List.of("pool_size", "min_idle", "max_age", "idle_timeout", "idle_check", "profile")) {
      settings.refuse(
          name,
          "means nothing to Kafka: the client has one connection to each broker for all calls",
          "leave it out");
    }
    settings.refuse(
        "pool_timeout",
        "means nothing to Kafka: calls share connections and wait for room in send_buffer alone",
        "concurrency.bulkhead of the slot bounds calls");
  }

  private static List<ServerAddress> addresses(Settings settings) {
    return settings
        .addresses("addresses", "kafka")
        .alias("address", "url")
        .check(list -> !list.isEmpty(), "one address or more")
        .check(
            list -> list.stream().allMatch(a -> a.path().matches("/?") && a.user() == null),
            "host and port alone; a login stands in sasl")
        .orElse(List.of(DEFAULT_ADDRESS));
  }

  /** The addresses as the client wants them, and for messages. */
  String bootstrap() {
    return addresses.stream()
        .map(a -> (a.host().indexOf(':') < 0 ? a.host() : "[" + a.host() + "]") + ":" + port(a))
        .collect(Collectors.joining(","));
  }

  private static int port(ServerAddress address) {
    return address.port() < 0 ? DEFAULT_PORT : address.port();
  }
}
