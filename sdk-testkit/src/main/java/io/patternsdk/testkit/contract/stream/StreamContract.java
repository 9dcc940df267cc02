package io.patternsdk.testkit.contract.stream;

import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.stream.AppendResult;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Crowd;
import io.patternsdk.testkit.contract.internal.Messages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** What {@link MessageStream} promises of appending, order and counting. */
final class StreamContract {
  private final Subject subject;
  private final MessageStream streams;
  private final Log log;

  StreamContract(Subject subject) {
    this.subject = subject;
    this.streams = subject.require(STREAM_BASIC);
    this.log = new Log(streams, subject);
  }

  @Case
  void aStreamExistsAsSoonAsItIsUsed() {
    assertThat(streams.count("stream", ReadFrom.earliest())).isZero();
    assertThat(log.all("stream", 0)).isEmpty();
    assertThat(streams.partitions("stream")).isPositive();
  }

  @Case
  void theFirstUseFixesTheNumberOfPartitions() {
    MessageStream three = subject.partitioned(3).require(STREAM_BASIC);
    assertThat(three.partitions("stream")).isEqualTo(3);
    if (subject.variant().shared()) {
      MessageStream five = subject.partitioned(5).require(STREAM_BASIC);
      assertThat(five.partitions("stream")).isEqualTo(3);
      assertThat(five.partitions("other")).isEqualTo(5);
      assertThat(five.append("stream", Message.of("one")).partition()).isBetween(0, 2);
    }
  }

  @Case
  void allOfAMessageIsReadBack() {
    List<Message> all = Messages.ofAllKinds();
    Map<Offset, Message> sent = new HashMap<>();
    all.forEach(message -> sent.put(streams.append("stream", message), message));
    assertThat(sent).hasSize(all.size());
    for (StreamRecord record : log.all("stream", all.size())) {
      assertThat(sent).containsKey(record.offset());
      Messages.checkSame(record.message(), Objects.requireNonNull(sent.get(record.offset())));
    }
  }

  @Case
  void whatIsAppendedIsReadThroughAnotherDriver() {
    Offset offset = log.append("stream", "key", "one");
    Log other = new Log(subject.sibling().require(STREAM_BASIC), subject);
    StreamRecord record = other.all("stream", 1).getFirst();
    assertThat(record.offset()).isEqualTo(offset);
    assertThat(record.message().text()).isEqualTo("one");
  }

  @Case
  void appendingAgainStoresAgainWithTheSameId() {
    Message message = Message.of("twice");
    Offset first = streams.append("stream", message);
    assertThat(streams.append("stream", message)).isNotEqualTo(first);
    assertThat(log.all("stream", 2))
        .extracting(StreamRecord::message)
        .containsExactly(message, message);
  }

  @Case
  void whatHasOneKeyIsInOnePartitionInTheOrderOfItsAppends() {
    MessageStream other = subject.sibling().require(STREAM_BASIC);
    Map<String, List<Offset>> appended = new HashMap<>();
    for (int i = 0; i < 120; i++) {
      String key = "key " + i % 12;
      MessageStream own = i % 5 == 0 ? other : streams;
      Offset offset = own.append("stream", Log.keyed(key, "message " + i));
      appended.computeIfAbsent(key, k -> new ArrayList<>()).add(offset);
    }
    Map<String, List<Offset>> read = new HashMap<>();
    for (StreamRecord record : log.all("stream", 120)) {
      String key = record.message().key().orElseThrow();
      read.computeIfAbsent(key, k -> new ArrayList<>()).add(record.offset());
    }
    assertThat(read).isEqualTo(appended);
    appended.values().forEach(StreamContract::checkGrowing);
  }

  private static void checkGrowing(List<Offset> offsets) {
    for (int i = 1; i < offsets.size(); i++) {
      assertThat(offsets.get(i).partition()).isEqualTo(offsets.get(0).partition());
      assertThat(offsets.get(i).after(offsets.get(i - 1)))
          .as("%s after %s", offsets.get(i), offsets.get(i - 1))
          .isTrue();
    }
  }

  @Case
  void keysAreSpread() {
    List<Offset> offsets = log.append("stream", 100, i -> Log.keyed("key " + i, "x"));
    assertThat(offsets.stream().map(Offset::partition).distinct().count())
        .as("partitions of 100 keys")
        .isGreaterThan(streams.partitions("stream") / 2);
  }

  @Case
  void aBatchIsStoredInItsOrder() {
    List<Message> batch =
        IntStream.range(0, 500).mapToObj(i -> Log.keyed("key " + i % 7, "message " + i)).toList();
    AppendResult result = streams.appendAll("stream", batch);
    assertThat(result.failures()).isEmpty();
    assertThat(result.size()).isEqualTo(500);
    assertThat(result.appended()).isEqualTo(500);
    Map<Offset, String> read = new HashMap<>();
    log.all("stream", 500).forEach(r -> read.put(r.offset(), r.message().text()));
    Map<String, List<Offset>> byKey = new HashMap<>();
    for (int i = 0; i < 500; i++) {
      Offset offset = result.offset(i).orElseThrow();
      assertThat(read).containsEntry(offset, "message " + i);
      byKey.computeIfAbsent("key " + i % 7, k -> new ArrayList<>()).add(offset);
    }
    byKey.values().forEach(StreamContract::checkGrowing);
  }

  @Case
  void aBatchGoesBehindWhatWasAppendedBefore() {
    Offset before = log.append("stream", "key", "one");
    AppendResult result =
        streams.appendAll("stream", List.of(Log.keyed("key", "two"), Log.keyed("key", "three")));
    Offset after = log.append("stream", "key", "four");
    checkGrowing(
        List.of(before, result.offset(0).orElseThrow(), result.offset(1).orElseThrow(), after));
  }

  @Case
  void anEmptyBatchDoesNothing() {
    assertThat(streams.appendAll("stream", List.of()).size()).isZero();
    assertThat(log.all("stream", 0)).isEmpty();
  }

  @Case
  void ofManyThatAppendAtOnceNothingIsLostAndNoOffsetIsGivenTwice() {
    MessageStream other = subject.sibling().require(STREAM_BASIC);
    List<List<Offset>> appended =
        Crowd.call(
            8,
            i ->
                IntStream.range(0, 50)
                    .mapToObj(
                        n -> (i % 2 == 0 ? streams : other).append("stream", Message.of("" + n)))
                    .toList());
    assertThat(Log.offsets(log.all("stream", 400)))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(appended.stream().flatMap(List::stream).toList());
  }

  @Case
  void aReaderWouldFindWhatIsCounted() {
    List<Offset> offsets = log.append("stream", 20, i -> Log.keyed("key", "message " + i));
    Offset elsewhere = elsewhere(offsets.getFirst().partition());
    assertThat(streams.count("stream", ReadFrom.earliest())).isEqualTo(21);
    assertThat(streams.count("stream", ReadFrom.latest())).isZero();
    assertThat(streams.count("stream", ReadFrom.after(offsets.subList(0, 5)))).isEqualTo(16);
    assertThat(streams.count("stream", ReadFrom.latest().andAfter(offsets.subList(0, 5))))
        .isEqualTo(15);
    assertThat(streams.count("stream", ReadFrom.after(offsets).andAfter(List.of(elsewhere))))
        .isZero();
    List<Integer> one = List.of(elsewhere.partition());
    assertThat(streams.count("stream", ReadFrom.earliest().in(one))).isEqualTo(1);
  }

  /** Appends one message to another partition. */
  private Offset elsewhere(int partition) {
    for (int i = 0; ; i++) {
      String stream = i == 0 ? "probe" : "probe " + i;
      if (log.append(stream, "other key " + i, "probe").partition() != partition) {
        return log.append("stream", "other key " + i, "elsewhere");
      }
    }
  }
}
