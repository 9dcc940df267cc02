package io.patternsdk.driver.nats;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.server.NatsServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Somebody deletes what the driver has made, while it runs. */
class NatsLostStreamTest {
  private static void deleteStreams(Backend backend) throws Exception {
    JetStreamManagement streams =
        backend.unwrap(Connection.class).orElseThrow().jetStreamManagement();
    for (String stream : streams.getStreamNames()) {
      assertThat(streams.deleteStream(stream)).isTrue();
    }
  }

  /**
   * Runs {@code after} on a backend whose streams were deleted after {@code before}. Each time in
   * another namespace: newer servers ignore that they cannot move the files of a stream away while
   * those of the last one of its name are still being removed, and whoever makes it once more finds
   * what it had.
   */
  private static void losing(NatsServer server, Consumer<Backend> before, Consumer<Backend> after)
      throws Exception {
    try (Backend backend = Backends.open(server.uri())) {
      before.accept(backend);
      deleteStreams(backend);
      after.accept(backend);
    }
  }

  @ParameterizedTest
  @ArgumentsSource(EachVersion.class)
  void keysGoOnWithoutTheirStream(NatsServer server) throws Exception {
    Consumer<Backend> set = backend -> backend.require(KEYVALUE_BASIC).set("key", new byte[] {1});
    losing(
        server, set, backend -> assertThat(backend.require(KEYVALUE_BASIC).get("key")).isEmpty());
    losing(
        server,
        set,
        backend -> assertThat(backend.require(KEYVALUE_BASIC).delete("key")).isFalse());
    losing(
        server,
        set,
        backend -> {
          set.accept(backend);
          assertThat(backend.require(KEYVALUE_BASIC).exists("key")).isTrue();
        });
    losing(server, set, backend -> assertThat(backend.require(KEYVALUE_SCAN).count("")).isZero());
    losing(
        server,
        set,
        backend -> {
          Map<String, byte[]> two = Map.of("a", new byte[1], "b", new byte[1]);
          backend.require(KEYVALUE_BATCH).setAll(two);
          assertThat(backend.require(KEYVALUE_SCAN).count("")).isEqualTo(2);
        });
  }

  @ParameterizedTest
  @ArgumentsSource(EachVersion.class)
  void queuesGoOnWithoutTheirStream(NatsServer server) throws Exception {
    Consumer<Backend> use =
        backend -> {
          MessageQueue queue = backend.require(QUEUE_BASIC);
          queue.enqueue("jobs", Message.of("work"));
          Delivery delivery = queue.receive("jobs", 1, Duration.ofSeconds(40)).getFirst();
          assertThat(delivery.message().text()).isEqualTo("work");
          assertThat(queue.depth("jobs")).isEqualTo(new MessageQueue.Depth(0, 1));
          assertThat(queue.ack("jobs", delivery.receipt())).isTrue();
        };
    losing(
        server,
        backend -> backend.require(QUEUE_BASIC).enqueue("jobs", Message.of("lost")),
        backend ->
            assertThat(backend.require(QUEUE_BASIC).receive("jobs", 1, Duration.ZERO)).isEmpty());
    losing(server, use, use);
  }

  @ParameterizedTest
  @ArgumentsSource(EachVersion.class)
  void whoWaitsMeanwhileIsServed(NatsServer server) throws Exception {
    try (Backend backend = Backends.open(server.uri())) {
      MessageQueue queue = backend.require(QUEUE_BASIC);
      for (int i = 0; i < 100; i++) {
        queue.enqueue("jobs", Message.of("before"));
      }
      assertThat(queue.receive("jobs", 100, Duration.ZERO)).isNotEmpty();
      queue.enqueue("other", Message.of("before"));
      CompletableFuture<List<Delivery>> received = new CompletableFuture<>();
      Thread waiting = Thread.startVirtualThread(() -> received.complete(persistently(queue)));
      Eventually.within(Duration.ofMinutes(1))
          .until("it waits", () -> waiting.getState() == Thread.State.TIMED_WAITING);
      deleteStreams(backend);
      queue.enqueue("empty", Message.of("after"));
      assertThat(received.join())
          .singleElement()
          .satisfies(delivery -> assertThat(delivery.message().text()).isEqualTo("after"));
    }
  }

  /** A request that is on its way when the stream is deleted may stay without an answer. */
  private static List<Delivery> persistently(MessageQueue queue) {
    try {
      return queue.receive("empty", 1, Duration.ofMinutes(2));
    } catch (OperationException e) {
      return queue.receive("empty", 1, Duration.ofMinutes(2));
    }
  }
}
