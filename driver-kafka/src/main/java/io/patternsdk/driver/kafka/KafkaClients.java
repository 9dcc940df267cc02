package io.patternsdk.driver.kafka;

import io.patternsdk.core.driver.DriverContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes the client's parts by the settings. */
final class KafkaClients {
  /** What a request has beside its records. */
  static final int ROOM = 128 << 10;

  private static final AtomicLong NUMBER = new AtomicLong();
  private static final Duration METADATA_AGE = Duration.ofSeconds(30);

  /** So that ours ends a call before the client does. */
  private static final Duration LONGER = Duration.ofMillis(500);

  private static final int LEAST_MILLIS = 1_000;

  /** After which a connection that says nothing is dead, for what reads all the time. */
  private static final int SILENT_MILLIS = 10_000;

  /** How long a transaction may be open: longer than a call, and as long as brokers allow. */
  private static final int LEAST_TRANSACTION_MILLIS = 10_000;

  private static final int MOST_TRANSACTION_MILLIS = 900_000;

  private final KafkaConfig config;
  private final String name;
  private final int requestMillis;

  KafkaClients(KafkaConfig config, DriverContext context) {
    this.config = config;
    this.name = config.clientName().isEmpty() ? context.backend() : config.clientName();
    this.requestMillis = millis(context.operationTimeout().plus(LONGER));
  }

  private static int millis(Duration timeout) {
    return Math.clamp(timeout.toMillis(), LEAST_MILLIS, Integer.MAX_VALUE / 2);
  }

  /**
   * A producer that sends each record once: it repeats nothing, because a repetition hides whether
   * the first was stored, and keeps one request under way for each broker, so that the order of a
   * partition is that of its sending. It never blocks.
   */
  Producer<byte[], byte[]> producer() {
    Map<String, Object> all = sending("producer");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
    all.put(ProducerConfig.RETRIES_CONFIG, 0);
    all.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
    return producer(all);
  }

  /**
   * A producer of transactions, which blocks and repeats what it sends: the brokers know a
   * repetition, and what became of all of it is said by its transaction.
   *
   * @param id by which the brokers let the latest alone go on
   */
  Producer<byte[], byte[]> writer(String id) {
    Map<String, Object> all = sending("writer");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
    all.put(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
        Math.clamp(2L * requestMillis, LEAST_TRANSACTION_MILLIS, MOST_TRANSACTION_MILLIS));
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, requestMillis);
    return producer(all);
  }

  private Map<String, Object> sending(String role) {
    Map<String, Object> all = common(role);
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    all.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 << 10);
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, requestMillis);
    all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(config.sendBuffer(), 2 * largestBatch()));
    all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Math.toIntExact(largestBatch()));
    all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, config.compression().word());
    return all;
  }

  private static Producer<byte[], byte[]> producer(Map<String, Object> all) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    return new KafkaProducer<>(all, bytes, bytes);
  }

  /** The most bytes of one record with its headers. */
  long largestBatch() {
    return config.maxValueBytes() + ROOM;
  }

  Admin admin() {
    Map<String, Object> all = common("admin");
    all.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, requestMillis);
    return Admin.create(all);
  }

  /** A consumer of partitions that are assigned by hand. */
  Consumer<byte[], byte[]> reader() {
    Map<String, Object> all = consumer("reader");
    all.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic"); // has no thread of its own
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    return consumer(all);
  }

  /**
   * A member of a group.
   *
   * @param protocol {@code consumer}, or {@code classic} for brokers before 4.0
   */
  Consumer<byte[], byte[]> member(String group, String protocol) {
    Map<String, Object> all = consumer("member");
    all.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    all.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol);
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    if (protocol.equals("classic")) {
      int lease = Math.toIntExact(config.streamLease().toMillis());
      all.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, lease);
      all.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, Math.max(1, lease / 3));
      all.put(
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
    }
    return consumer(all);
  }

  private static Consumer<byte[], byte[]> consumer(Map<String, Object> all) {
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    return new KafkaConsumer<>(all, bytes, bytes);
  }

  private Map<String, Object> consumer(String role) {
    Map<String, Object> all = common(role);
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(requestMillis, SILENT_MILLIS));
    all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, requestMillis);
    return all;
  }

  private Map<String, Object> common(String role) {
    Map<String, Object> all = new HashMap<>();
    all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrap());
    all.put(
        CommonClientConfigs.CLIENT_ID_CONFIG, name + "-" + role + "-" + NUMBER.incrementAndGet());
    all.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, requestMillis);
    all.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, METADATA_AGE.toMillis());
    all.put(
        CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG,
        config.connectTimeout().toMillis());
    all.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 50L);
    all.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L);
    all.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
    all.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
    all.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol());
    if (config.tls() != null) {
      all.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, KafkaTls.class);
      all.put(KafkaTls.TLS, config.tls());
    }
    KafkaLogin login = config.login();
    if (login != null) {
      all.put(SaslConfigs.SASL_MECHANISM, login.mechanism().word());
      // Logins are shared by this text, so each driver has one of its own.
      all.put(
          SaslConfigs.SASL_JAAS_CONFIG,
          login.mechanism().module() + " required patternsdk=\"" + hashCode() + "\";");
      all.put(SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS, KafkaSasl.class);
      all.put(SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS, KafkaSasl.class);
      all.put(KafkaSasl.LOGIN, login);
    }
    return all;
  }

  private String protocol() {
    return (config.login() == null ? "" : "SASL_") + (config.tls() == null ? "PLAINTEXT" : "SSL");
  }
}
