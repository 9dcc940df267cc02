package io.patternsdk.driver.kafka;

import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_CONSUMER_GROUPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.stream.GroupMember;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamConsumerGroups;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.internal.Crowd;
import io.patternsdk.testkit.proxy.TcpProxy;
import io.patternsdk.testkit.server.KafkaProfile;
import io.patternsdk.testkit.server.KafkaServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of Kafka's own shows through streams. */
class KafkaStreamTest {
  @RegisterExtension
  static final KafkaServer SERVER =
      KafkaServer.start(KafkaProfile.plain().option("group.consumer.session.timeout.ms=6000"));

  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));
  private static final Map<String, ?> SETTINGS = Map.of("stream_partitions", 2);

  private static Backend open(Duration timeout) {
    return Backends.open(SERVER.uri(), SETTINGS, timeout);
  }

  private static void append(MessageStream streams, String stream, int count) {
    for (int i = 0; i < count; i++) {
      streams.append(stream, Message.builder(new byte[1]).key("key " + i).build());
    }
  }

  private static long lag(StreamConsumerGroups groups, String stream, String group) {
    return groups.lag(stream, group).values().stream().mapToLong(Long::longValue).sum();
  }

  private static List<Offset> handled(GroupMember member, int count) {
    List<Offset> offsets = new ArrayList<>();
    SOON.until(
        "that all came",
        () -> {
          member.poll(count, Duration.ofMillis(100)).stream()
              .map(StreamRecord::offset)
              .forEach(offsets::add);
          return offsets.size() >= count;
        });
    return offsets;
  }

  @Test
  void aMessageWithoutABodyIsANullValueAndIsReadAsOne() {
    try (Backend backend = open(Duration.ofSeconds(20))) {
      MessageStream streams = backend.require(STREAM_BASIC);
      assertThat(backend.capabilities().traits(STREAM_BASIC).get(MessageStream.TOMBSTONES))
          .isEqualTo(MessageStream.Tombstones.KEPT);
      Message tombstone = Message.tombstone().key("key").header("name", "value").build();
      Offset first = streams.append("tombstones", tombstone);
      assertThat(streams.appendAll("tombstones", List.of(tombstone)).failures()).isEmpty();
      Message empty = Message.builder(new byte[0]).key("key").build();
      assertThat(streams.append("tombstones", empty).partition()).isEqualTo(first.partition());
      List<Message> read = new ArrayList<>();
      try (StreamReader reader = streams.read("tombstones", ReadFrom.earliest())) {
        SOON.until(
            "that all are read",
            () -> {
              reader.poll(10, Duration.ofMillis(100)).forEach(each -> read.add(each.message()));
              return read.size() >= 3;
            });
      }
      assertThat(read).containsExactly(tombstone, tombstone, empty);
      List<Boolean> values = new ArrayList<>();
      try (Consumer<byte[], byte[]> own =
          new KafkaConsumer<>(
              Map.of("bootstrap.servers", SERVER.uri().replace("kafka://", "")),
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer())) {
        TopicPartition partition = new TopicPartition("tombstones", first.partition());
        own.assign(List.of(partition));
        own.seekToBeginning(List.of(partition));
        SOON.until(
            "that Kafka's own consumer has read all",
            () -> {
              own.poll(Duration.ofMillis(100)).forEach(each -> values.add(each.value() == null));
              return values.size() >= 3;
            });
      }
      assertThat(values).containsExactly(true, true, false);
    }
  }

  @Test
  void aMemberThatWasReplacedCannotCommitWhetherItsSuccessorIsThereOrHasLeft() {
    try (TcpProxy proxy = SERVER.proxy();
        Backend behind = Backends.open("kafka://" + proxy.host() + ":" + proxy.port(), SETTINGS);
        Backend direct = open(Duration.ofSeconds(20))) {
      append(direct.require(STREAM_BASIC), "fenced", 20);
      var before = behind.require(STREAM_CONSUMER_GROUPS);
      var after = direct.require(STREAM_CONSUMER_GROUPS);
      try (GroupMember first = before.join("fenced", "group", ReadFrom.earliest());
          GroupMember other = before.join("fenced", "left", ReadFrom.earliest())) {
        List<Offset> all = handled(first, 20);
        List<Offset> some = handled(other, 20).subList(0, 1);
        proxy.stall();
        try (GroupMember second = after.join("fenced", "group", ReadFrom.latest())) {
          try (GroupMember gone = after.join("fenced", "left", ReadFrom.latest())) {
            gone.commit(handled(gone, 20));
          }
          assertThat(handled(second, 20)).containsExactlyInAnyOrderElementsOf(all);
          proxy.heal();
          Crowd.run(4, i -> SOON.check(() -> other.commit(some))); // until it is a member again
          assertThat(lag(after, "fenced", "left")).isZero();
          SOON.check(() -> Expect.failure(ErrorKind.CONFLICT, () -> first.commit(all)));
          assertThat(lag(after, "fenced", "group")).isEqualTo(20);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void partitionsOfWhichAMemberCannotLearnThePlacesWithinACommitAreReadAllTheSame(String protocol) {
    try (Backend backend = open(Duration.ofSeconds(20));
        KafkaMembers members = KafkaMembers.of(SERVER.uri(), protocol)) {
      String stream = "unplaced-" + protocol;
      append(backend.require(STREAM_BASIC), stream, 10);
      try (GroupMember member = members.join(stream, KafkaMembers::assignedWithinACommit)) {
        Expect.failure(ErrorKind.TIMED_OUT, () -> member.commit(List.of(new Offset(0, 0))));
        member.commit(handled(member, 10));
      }
    }
  }

  @Test
  void aGroupIsMovedByItsMembersAlone() {
    try (Backend one = open(Duration.ofSeconds(20));
        Backend other = open(Duration.ofSeconds(1))) {
      append(one.require(STREAM_BASIC), "moved", 10);
      var elsewhere = other.require(STREAM_CONSUMER_GROUPS);
      try (GroupMember member =
          one.require(STREAM_CONSUMER_GROUPS).join("moved", "group", ReadFrom.earliest())) {
        member.commit(handled(member, 10));
        var refusal =
            Expect.failure(
                ErrorKind.CONFLICT, () -> elsewhere.reset("moved", "group", ReadFrom.earliest()));
        assertThat(refusal.effect()).isEqualTo(Effect.NONE);
      }
      SOON.check(() -> elsewhere.reset("moved", "group", ReadFrom.earliest()));
      assertThat(lag(elsewhere, "moved", "group")).isEqualTo(10);
    }
  }

  @Test
  void aFullBufferHoldsCallersBackUntilTheirDeadline() {
    byte[] body = new byte[1 << 20];
    try (Backend backend = open(Duration.ofSeconds(20))) {
      MessageStream streams = backend.require(STREAM_BASIC);
      streams.append("full", Message.of("one"));
      SERVER.pause();
      try {
        List<BackendException> failures = new ArrayList<>();
        SOON.until(
            "that the buffer is full",
            () -> {
              Throwable failure =
                  catchThrowable(
                      () ->
                          Deadline.within(
                              Duration.ofMillis(20),
                              () -> streams.append("full", Message.of(body))));
              if (failure instanceof BackendException e) {
                failures.add(e);
              }
              return !failures.isEmpty() && failures.getLast().kind() == ErrorKind.UNAVAILABLE;
            });
        assertThat(failures.getLast()).hasMessageContaining("send_buffer");
        assertThat(failures.getLast().effect()).isEqualTo(Effect.NONE);
      } finally {
        SERVER.resume();
      }
      SOON.check(() -> streams.append("full", Message.of("again")));
    }
  }

  @Test
  void recordsOfOthersAreRead() {
    try (Backend backend = open(Duration.ofSeconds(20))) {
      MessageStream streams = backend.require(STREAM_BASIC);
      streams.append("foreign", Message.builder(new byte[1]).key("key").build());
      Producer<byte[], byte[]> raw = producer(backend);
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>("foreign", 0, new byte[] {(byte) 0xff}, null);
      record.headers().add("plain", "text".getBytes(StandardCharsets.UTF_8));
      record.headers().add("bell", new byte[] {7});
      var unused = raw.send(record);
      try (StreamReader reader = streams.read("foreign", ReadFrom.earliest().in(List.of(0)))) {
        List<StreamRecord> read = new ArrayList<>();
        SOON.until(
            "that it came",
            () -> {
              read.addAll(reader.poll(10, Duration.ofMillis(100)));
              return !read.isEmpty() && read.getLast().message().id().startsWith("foreign-0@");
            });
        Message message = read.getLast().message();
        assertThat(message.body()).isEmpty();
        assertThat(message.key()).isEmpty();
        assertThat(message.headers()).containsExactly(Map.entry("plain", "text"));
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static Producer<byte[], byte[]> producer(Backend backend) {
    return backend.unwrap(Producer.class).orElseThrow();
  }
}
