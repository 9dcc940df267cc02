package io.patternsdk.driver.kafka;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverCalls;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverInfo;
import io.patternsdk.core.driver.DriverMeters;
import io.patternsdk.core.driver.Opening;
import io.patternsdk.core.driver.Subscriptions;
import io.patternsdk.core.standard.StandardCapabilities;
import java.util.Optional;

/** A connected Kafka; owns its connections. */
final class KafkaDriver implements Driver {
  private final KafkaConnections kafka;
  private final KafkaFacts facts;
  private final KafkaListener listener;
  private final Subscriptions subscriptions;
  private final KafkaGroups groups;
  private final KafkaRetention retention;
  private final KafkaTransactions transactions;
  private final Capabilities capabilities;

  private KafkaDriver(KafkaConnections kafka, KafkaFacts facts, DriverContext context) {
    this.kafka = kafka;
    this.facts = facts;
    KafkaTopics topics = new KafkaTopics(kafka);
    KafkaSends sends = new KafkaSends(kafka, topics);
    this.listener = new KafkaListener(kafka, topics);
    this.subscriptions =
        new Subscriptions(
            "kafka-subscriber", kafka.config().subscriberBuffer(), context.budget(), kafka.calls());
    KafkaGroupOffsets offsets = new KafkaGroupOffsets(kafka);
    this.retention =
        new KafkaRetention(kafka, topics, new KafkaCatalog(kafka, topics, sends), offsets);
    KafkaStream streams = new KafkaStream(kafka, topics, sends, retention::appended);
    this.groups = new KafkaGroups(kafka, topics, streams, offsets, facts.groupProtocol());
    this.transactions = new KafkaTransactions(kafka, topics, retention::appended);
    Capabilities.Builder offered = Capabilities.builder();
    add(offered, StandardCapabilities.STREAM_BASIC, streams);
    add(offered, StandardCapabilities.STREAM_CONSUMER_GROUPS, groups);
    add(offered, StandardCapabilities.STREAM_REPLAY, streams);
    add(offered, StandardCapabilities.STREAM_RETENTION, retention);
    add(offered, StandardCapabilities.STREAM_TRANSACTIONAL, transactions);
    add(
        offered,
        StandardCapabilities.PUBSUB_BASIC,
        new KafkaPubSub(kafka, topics, sends, listener, subscriptions));
    this.capabilities = offered.build();
    DriverMeters.of(context).dropped(subscriptions::dropped);
  }

  /** Connects, or fails with the reason and leaves nothing open. */
  static KafkaDriver open(KafkaConfig config, DriverContext context) {
    DriverCalls calls =
        DriverCalls.to(config.bootstrap(), context, new KafkaErrors(config.bootstrap()));
    return Opening.on(context.clock())
        .retries(config.maxRetries())
        .open(
            () -> {
              KafkaConnections kafka = KafkaConnections.open(config, context, calls, calls.begin());
              try {
                return new KafkaDriver(kafka, KafkaFacts.learn(kafka), context);
              } catch (RuntimeException e) {
                kafka.close();
                throw e;
              }
            });
  }

  private <T> void add(Capabilities.Builder offered, Capability<T> capability, T object) {
    Traits traits =
        Traits.builder()
            .maxValueBytes(kafka.config().maxValueBytes())
            .with(facts.guarantees().of(capability))
            .build();
    offered.add(capability, object, traits);
  }

  @Override
  public DriverInfo info() {
    return DriverInfo.of(new KafkaDriverProvider()).server(facts.server()).build();
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Health health(Deadline deadline) {
    return kafka.calls().health(deadline, kafka::check);
  }

  /** Returns the {@code Producer} or the {@code Admin} of the driver. */
  @Override
  public <T> Optional<T> unwrap(Class<T> type) {
    if (type.isInstance(kafka.producer())) {
      return Optional.of(type.cast(kafka.producer()));
    }
    return Optional.of(kafka.admin()).filter(type::isInstance).map(type::cast);
  }

  @Override
  public void close() {
    groups.close();
    retention.close();
    if (kafka.calls().close()) {
      Deadline deadline = kafka.calls().deadline();
      transactions.close();
      subscriptions.close(deadline);
      listener.close();
      kafka.close();
    }
  }
}
