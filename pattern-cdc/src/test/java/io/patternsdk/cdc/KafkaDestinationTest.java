package io.patternsdk.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.cdc.CdcStatus.Role;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.testkit.Rounds;
import io.patternsdk.testkit.server.KafkaServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Kafka's own consumer, which reads what is committed, finds each change once. */
class KafkaDestinationTest {
  @RegisterExtension static final KafkaServer SERVER = KafkaServer.start();

  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  private static Backend kafka() {
    return DriverRegistry.load()
        .open(
            "kafka",
            BackendOptions.named("kafka")
                .operationTimeout(Duration.ofSeconds(5))
                .settings(Map.of("addresses", SERVER.uri(), "stream_partitions", 2)));
  }

  private Cdc start(Backend kafka, Layer layer) {
    return Cdc.builder()
        .source(site.source, layer)
        .destination(kafka, layer)
        .state(site.state, layer)
        .tables(site.names().toArray(String[]::new))
        .settings(Map.of("lease", Duration.ofMillis(200), "batch_size", 3))
        .onFailure(site.failures::add)
        .start();
  }

  @Test
  void eachChangeIsThereOnceWhereverAProcessEndsAndTheBroker() {
    TrueMessages truth = new TrueMessages(site);
    SplittableRandom random = new SplittableRandom(Rounds.seeds().findFirst().orElseThrow());
    try (Backend kafka = kafka();
        Cdc cdc = start(kafka, new Death(-1))) {
      awaitStreaming(cdc);
    }
    Rounds.each(
        round -> {
          Death death = new Death(random.nextLong(150));
          try (Backend kafka = kafka();
              Cdc cdc = start(kafka, death)) {
            site.eventually.until(
                "that it dies",
                () -> {
                  site.change(cdc.status().role() == Role.STREAMING ? 1 : 0);
                  return death.isDead();
                });
          }
          site.failures.clear();
        });
    try (Backend kafka = kafka();
        Cdc cdc = start(kafka, new Death(-1))) {
      awaitStreaming(cdc);
      site.change(20);
      SERVER.kill();
      site.change(20);
      SERVER.restart();
      site.change(20);
      truth.awaitDelivered(cdc);
    }
    assertThat(delivered(truth)).isEqualTo(truth.byKey());
  }

  private void awaitStreaming(Cdc cdc) {
    site.eventually.until("that it streams", () -> cdc.status().role() == Role.STREAMING);
  }

  private static Map<String, List<String>> delivered(TrueMessages truth) {
    TrueMessages.Ids ids = new TrueMessages.Ids();
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                SERVER.uri().replace("kafka://", ""),
                "isolation.level",
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> all =
          truth.streams().stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(each -> new TopicPartition(each.topic(), each.partition()))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      while (all.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          ids.add(
              record.topic(),
              new String(record.key(), StandardCharsets.UTF_8),
              new String(
                  record.headers().lastHeader("patternsdk-id").value(), StandardCharsets.UTF_8));
        }
      }
    }
    return ids.byKey();
  }
}
