package io.patternsdk.driver.nats;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_VISIBILITY;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.queue.QueueVisibility;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.server.NatsServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * What a server that is killed brings back: nothing that was replaced before it was deleted, though
 * the server has both on its disk.
 */
class NatsKillTest {
  private static final int MANY = 500;
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  private static void kill(NatsServer server, Backend backend) {
    server.kill();
    server.restart();
    SOON.check(() -> assertThat(backend.require(KEYVALUE_BASIC).exists("nothing")).isFalse());
  }

  @ParameterizedTest
  @ArgumentsSource(EachVersion.class)
  void aDeletedValueThatWasOverwrittenDoesNotComeBack(NatsServer server) {
    try (Backend backend = Backends.open(server.uri())) {
      KeyValue values = backend.require(KEYVALUE_BASIC);
      KeyValueCas versions = backend.require(KEYVALUE_CAS);
      for (int i = 0; i < MANY; i++) {
        values.set("key " + i, new byte[] {1});
        if (i % 2 == 0) {
          values.set("key " + i, new byte[] {2});
        } else {
          var version = versions.getVersioned("key " + i).orElseThrow().version();
          assertThat(versions.compareAndSet("key " + i, version, new byte[] {2})).isPresent();
        }
        assertThat(i % 10 == 0 || values.delete("key " + i)).isTrue();
      }
      List<String> left = new ArrayList<>(backend.require(KEYVALUE_SCAN).keys("key").toList());
      kill(server, backend);
      assertThat(backend.require(KEYVALUE_SCAN).keys("key").toList())
          .hasSize(MANY / 10)
          .containsExactlyInAnyOrderElementsOf(left);
      assertThat(backend.require(KEYVALUE_BATCH).deleteAll(left)).isEqualTo(left.size());
      kill(server, backend);
      assertThat(backend.require(KEYVALUE_SCAN).count("key")).isZero();
    }
  }

  @ParameterizedTest
  @ArgumentsSource(EachVersion.class)
  void whatIsAcknowledgedDoesNotComeBack(NatsServer server) {
    try (Backend backend = Backends.open(server.uri())) {
      MessageQueue queue = backend.require(QUEUE_BASIC);
      for (int i = 0; i < MANY; i++) {
        queue.enqueue("jobs", Message.of("message " + i));
      }
      int acknowledged = 0;
      int turn = 0;
      List<Delivery> some = queue.receive("jobs", 100, Duration.ZERO);
      while (!some.isEmpty()) {
        for (Delivery delivery : some) {
          acknowledged += settle(backend, delivery, turn++) ? 1 : 0;
        }
        some = queue.receive("jobs", 100, Duration.ZERO);
      }
      assertThat(acknowledged).isEqualTo(MANY);
      kill(server, backend);
      assertThat(queue.receive("jobs", 100, Duration.ZERO)).isEmpty();
      assertThat(queue.depth("jobs")).isEqualTo(new MessageQueue.Depth(0, 0));
    }
  }

  /** Some at once, some after an extension, and some when they are delivered again. */
  private static boolean settle(Backend backend, Delivery delivery, int turn) {
    MessageQueue queue = backend.require(QUEUE_BASIC);
    if (turn % 3 == 0 && delivery.attempt() == 1) {
      assertThat(queue.nack("jobs", delivery.receipt())).isTrue();
      return false;
    }
    if (turn % 3 == 1) {
      QueueVisibility visible = backend.require(QUEUE_VISIBILITY);
      assertThat(visible.extend("jobs", delivery.receipt(), Duration.ofHours(1))).isTrue();
    }
    return queue.ack("jobs", delivery.receipt());
  }
}
