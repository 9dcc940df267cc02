package io.patternsdk.driver.nats;

import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_DEAD_LETTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.api.StreamInfo;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.testkit.server.NatsServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** A queue is nothing on the server but its messages: as many are alive as anybody wants. */
class NatsManyQueuesTest {
  private static final int QUEUES = 5_000;

  @ParameterizedTest
  @ArgumentsSource(EachVersion.class)
  void thousandsOfQueuesLiveAtOnceAndLeaveNothingBehind(NatsServer server) throws Exception {
    BackendOptionsOf opened = BackendOptionsOf.in(server);
    try (Backend backend = opened.open()) {
      MessageQueue queue = backend.require(QUEUE_BASIC);
      Set<String> received = ConcurrentHashMap.newKeySet();
      List<Thread> receivers = new ArrayList<>();
      for (int i = 0; i < QUEUES; i++) {
        String name = "queue " + i;
        receivers.add(Thread.startVirtualThread(() -> receive(queue, name, received)));
      }
      for (int i = 0; i < QUEUES; i++) {
        queue.enqueue("queue " + i, Message.of("for queue " + i));
      }
      for (Thread receiver : receivers) {
        receiver.join();
      }
      assertThat(received).hasSize(QUEUES);
      StreamInfo stream = opened.stream(backend);
      assertThat(stream.getStreamState().getConsumerCount()).isZero();
      assertThat(stream.getStreamState().getMsgCount()).isLessThanOrEqualTo(1);
    }
  }

  private static void receive(MessageQueue queue, String name, Set<String> received) {
    for (Delivery delivery : queue.receive(name, 1, Duration.ofMinutes(2))) {
      assertThat(delivery.message().text()).isEqualTo("for " + name);
      assertThat(queue.ack(name, delivery.receipt())).isTrue();
      received.add(name);
    }
  }

  @ParameterizedTest
  @ArgumentsSource(EachVersion.class)
  void thousandsOfDeliveriesMayBeUnacknowledged(NatsServer server) {
    try (Backend backend = Backends.open(server.uri())) {
      MessageQueue queue = backend.require(QUEUE_BASIC);
      for (int i = 0; i < 1_200; i++) {
        queue.enqueue("jobs", Message.of("message " + i));
      }
      Set<String> held = ConcurrentHashMap.newKeySet();
      List<Delivery> some = queue.receive("jobs", 500, Duration.ZERO);
      while (!some.isEmpty()) {
        some.forEach(delivery -> held.add(delivery.receipt().text()));
        some = queue.receive("jobs", 500, Duration.ZERO);
      }
      assertThat(held).hasSize(1_200);
      assertThat(queue.depth("jobs")).isEqualTo(new MessageQueue.Depth(0, 1_200));
      assertThat(queue.receive("other", 1, Duration.ZERO)).isEmpty();
      assertThat(backend.require(QUEUE_DEAD_LETTER).deadLetterCount("jobs")).isZero();
    }
  }

  /** A backend whose stream is looked at. */
  private record BackendOptionsOf(NatsServer server, String namespace) {
    static BackendOptionsOf in(NatsServer server) {
      return new BackendOptionsOf(server, java.util.UUID.randomUUID().toString());
    }

    Backend open() {
      return Backends.open(Backends.options(server.uri()).namespace(namespace));
    }

    StreamInfo stream(Backend backend) throws Exception {
      return backend
          .unwrap(Connection.class)
          .orElseThrow()
          .jetStreamManagement()
          .getStreamInfo("PSQ_" + namespace);
    }
  }
}
