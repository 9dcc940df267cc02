package io.patternsdk.driver.nats;

import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.core.stream.coordination.Partitioner;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.proxy.Direction;
import io.patternsdk.testkit.proxy.TcpProxy;
import io.patternsdk.testkit.server.NatsServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** One poll gets to what is unread, however much of other partitions lies before it. */
class NatsReaderTest {
  private static final String STREAM = "s";
  private static final int MANY = 300;

  @ParameterizedTest
  @ArgumentsSource(EachVersion.class)
  void aPartitionWithoutRecordsSendsNoReaderBackToTheBeginning(NatsServer server) {
    try (Backend backend = Backends.open(server.uri())) {
      MessageStream streams = backend.require(STREAM_BASIC);
      Offset read = append(streams, 0, MANY);

      try (StreamReader reader = streams.read(STREAM, ReadFrom.after(List.of(read)))) {
        assertThat(reader.poll(1, Duration.ZERO)).isEmpty();
        Offset next = append(streams, 1, 1);
        assertThat(offsets(reader.poll(1, Duration.ZERO))).containsExactly(next);
      }
      Offset last = append(streams, 0, 1);
      List<Offset> all = List.of(read, new Offset(1, last.position() - 1));
      try (StreamReader reader = streams.read(STREAM, ReadFrom.after(all))) {
        assertThat(offsets(reader.poll(1, Duration.ZERO))).containsExactly(last);
      }
    }
  }

  @ParameterizedTest
  @ArgumentsSource(EachVersion.class)
  void whatWasReadOfOnePartitionIsPassedOverInOnePollWhereAnotherIsBehind(NatsServer server) {
    try (Backend backend = Backends.open(server.uri())) {
      MessageStream streams = backend.require(STREAM_BASIC);
      Offset behind = append(streams, 1, 1);
      Offset read = append(streams, 0, MANY);
      Offset last = append(streams, 0, 1);

      try (StreamReader reader = streams.read(STREAM, ReadFrom.after(List.of(read)))) {
        assertThat(offsets(reader.poll(1, Duration.ZERO))).containsExactly(behind);
        assertThat(offsets(reader.poll(1, Duration.ZERO))).containsExactly(last);
      }
    }
  }

  @ParameterizedTest
  @ArgumentsSource(EachVersion.class)
  void whatOthersReadIsPassedOverInOnePoll(NatsServer server) {
    try (Backend backend = Backends.open(server.uri())) {
      MessageStream streams = backend.require(STREAM_BASIC);
      Offset first = append(streams, 1, 1);
      append(streams, 0, MANY);
      Offset second = append(streams, 1, 1);

      try (StreamReader reader = streams.read(STREAM, ReadFrom.earliest().in(List.of(1, 2)))) {
        assertThat(offsets(reader.poll(1, Duration.ZERO))).containsExactly(first);
        assertThat(offsets(reader.poll(1, Duration.ZERO))).containsExactly(second);
      }
    }
  }

  @ParameterizedTest
  @ArgumentsSource(EachVersion.class)
  void recordsThatAreLargerThanAPullTogetherComeInSeveral(NatsServer server) {
    try (Backend backend = Backends.open(server.uri())) {
      MessageStream streams = backend.require(STREAM_BASIC);
      List<Offset> appended = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        appended.add(streams.append(STREAM, message(streams, i % 2, new byte[900_000])));
      }

      List<Offset> read = new ArrayList<>();
      try (StreamReader reader = streams.read(STREAM, ReadFrom.earliest())) {
        List<StreamRecord> some = reader.poll(1_000, Duration.ZERO);
        while (!some.isEmpty()) {
          read.addAll(offsets(some));
          some = reader.poll(1_000, Duration.ZERO);
        }
      }
      assertThat(read).containsExactlyElementsOf(appended);
    }
  }

  @ParameterizedTest
  @ArgumentsSource(EachVersion.class)
  void aPullThatIsNotAnsweredIsMadeByAnotherConsumer(NatsServer server) throws Exception {
    String namespace = UUID.randomUUID().toString();
    Queue<String> asked = new ConcurrentLinkedQueue<>();
    try (TcpProxy proxy = TcpProxy.to(server);
        Backend backend = Backends.open(Backends.options(server.uri()).namespace(namespace));
        Backend stalled =
            Backends.open(
                Backends.options("nats://" + proxy.host() + ":" + proxy.port())
                    .namespace(namespace));
        StreamReader reader = stalled.require(STREAM_BASIC).read(STREAM, ReadFrom.earliest())) {
      Connection connection = backend.unwrap(Connection.class).orElseThrow();
      connection
          .createDispatcher(message -> asked.add(message.getSubject()))
          .subscribe("$JS.API.CONSUMER.>");
      Offset first = append(backend.require(STREAM_BASIC), 0, 1);
      assertThat(offsets(reader.poll(1, Duration.ZERO))).containsExactly(first);
      Offset next = append(backend.require(STREAM_BASIC), 0, 1);
      asked.clear();

      proxy.stall(Direction.TO_CLIENT);
      CompletableFuture<List<StreamRecord>> polled =
          CompletableFuture.supplyAsync(() -> reader.poll(1, Duration.ZERO));
      Eventually.within(Duration.ofMinutes(1))
          .until(
              "given up", () -> asked.stream().anyMatch(subject -> subject.contains(".DELETE.")));
      proxy.heal();
      assertThat(offsets(polled.get(1, TimeUnit.MINUTES))).containsExactly(next);
      assertThat(reader.poll(1, Duration.ZERO)).isEmpty();
    }
  }

  private static List<Offset> offsets(List<StreamRecord> records) {
    return records.stream().map(StreamRecord::offset).toList();
  }

  /** Appends to one partition and returns the last place. */
  private static Offset append(MessageStream streams, int partition, int count) {
    List<Message> messages =
        Stream.generate(() -> message(streams, partition, new byte[10])).limit(count).toList();
    return streams.appendAll(STREAM, messages).offset(count - 1).orElseThrow();
  }

  private static Message message(MessageStream streams, int partition, byte[] body) {
    int partitions = streams.partitions(STREAM);
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> Message.builder(body).key("key " + i).build())
        .filter(message -> Partitioner.partition(message, partitions) == partition)
        .findFirst()
        .orElseThrow();
  }
}
