package io.patternsdk.examples;

import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.typed.Codec;
import io.patternsdk.core.typed.TypedPubSub;
import io.patternsdk.core.typed.TypedQueue;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The typed views on a real backend. */
class TypedViewsTest {
  private final Backend backend = DriverRegistry.load().open("embedded");

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void aTopicCarriesValuesOfAType() throws InterruptedException {
    var topics = new TypedPubSub<>(backend.require(PUBSUB_BASIC), Codec.text());
    var received = new LinkedBlockingQueue<String>();
    var unused = topics.subscribe("t", received::add);
    topics.publish("t", "héllo");
    assertThat(received.take()).isEqualTo("héllo");
  }

  @Test
  void aQueueCarriesValuesOfAType() {
    var queues = new TypedQueue<>(backend.require(QUEUE_BASIC), Codec.text());
    queues.enqueue("q", "work");
    var delivery = queues.receive("q", 1, Duration.ofSeconds(5)).getFirst();
    assertThat(delivery.value()).isEqualTo("work");
    assertThat(queues.ack("q", delivery.receipt())).isTrue();
  }
}
