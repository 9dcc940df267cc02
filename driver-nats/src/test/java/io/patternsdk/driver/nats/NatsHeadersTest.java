package io.patternsdk.driver.nats;

import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.testkit.Failures;
import io.patternsdk.testkit.server.NatsServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Headers keep their order, and too many are told as such before anything is stored. */
class NatsHeadersTest {
  @ParameterizedTest
  @ArgumentsSource(EachVersion.class)
  void headersKeepTheirOrder(NatsServer server) throws Exception {
    try (Backend backend = Backends.open(server.uri())) {
      BlockingQueue<Message> arrived = new LinkedBlockingQueue<>();
      var unused =
          backend
              .require(PUBSUB_BASIC)
              .subscribe("topic", (topic, message) -> arrived.add(message));
      MessageQueue queue = backend.require(QUEUE_BASIC);
      for (String odd : List.of("plain", "näme", "with,comma")) {
        Message message = message(Stream.concat(names(40).reversed().stream(), Stream.of(odd)));
        List<String> wanted = List.copyOf(message.headers().keySet());
        backend.require(PUBSUB_BASIC).publish("topic", message);
        assertThat(arrived.poll(20, TimeUnit.SECONDS).headers().keySet())
            .containsExactlyElementsOf(wanted);
        queue.enqueue("jobs", message);
        Delivery delivery = queue.receive("jobs", 1, Duration.ofSeconds(10)).getFirst();
        assertThat(queue.nack("jobs", delivery.receipt())).isTrue();
        delivery = queue.receive("jobs", 1, Duration.ofSeconds(10)).getFirst();
        assertThat(delivery.message()).isEqualTo(message);
        assertThat(delivery.message().headers().keySet()).containsExactlyElementsOf(wanted);
        assertThat(queue.ack("jobs", delivery.receipt())).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ArgumentsSource(EachVersion.class)
  void tooLargeHeadersAreTooLarge(NatsServer server) {
    try (Backend backend = Backends.open(server.uri())) {
      MessageQueue queue = backend.require(QUEUE_BASIC);
      for (int kilobytes : new int[] {64, 65, 100, 2_000}) {
        Message message =
            Message.builder("body".getBytes(UTF_8))
                .header("big", "x".repeat(kilobytes << 10))
                .build();
        assertThat(Failures.kindAndEffect(() -> queue.enqueue("jobs", message)))
            .isEqualTo("TOO_LARGE NONE");
      }
      Message huge =
          Message.builder("body".getBytes(UTF_8)).header("big", "x".repeat(2_000 << 10)).build();
      assertThat(Failures.kindAndEffect(() -> backend.require(PUBSUB_BASIC).publish("topic", huge)))
          .isEqualTo("TOO_LARGE NONE");
      assertThat(queue.receive("jobs", 1, Duration.ZERO)).isEmpty();
    }
  }

  @ParameterizedTest
  @ArgumentsSource(EachVersion.class)
  void whatIsStoredCanBeDelivered(NatsServer server) {
    try (Backend backend = Backends.open(server.uri())) {
      MessageQueue queue = backend.require(QUEUE_BASIC);
      Traits traits = backend.capabilities().traits(QUEUE_BASIC);
      int beside = (int) (traits.get(Traits.MAX_HEADER_BYTES) - 200); // an id goes there as well
      Message message =
          Message.builder(new byte[(int) traits.maxValueBytes()])
              .header("big", "x".repeat(beside))
              .build();
      queue.enqueue("jobs", message);
      for (int attempt = 1; attempt <= 3; attempt++) {
        Delivery delivery = queue.receive("jobs", 1, Duration.ofSeconds(10)).getFirst();
        assertThat(delivery.attempt()).isEqualTo(attempt);
        assertThat(delivery.message().equals(message)).isTrue();
        assertThat(queue.nack("jobs", delivery.receipt())).isTrue();
      }
    }
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "name-" + i).toList();
  }

  private static Message message(Stream<String> names) {
    Message.Builder message = Message.builder("body".getBytes(UTF_8));
    names.forEach(name -> message.header(name, "value of " + name));
    return message.build();
  }
}
