package io.patternsdk.testkit.contract.stream;

import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_TRANSACTIONAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.core.stream.StreamTransactions;
import io.patternsdk.core.stream.StreamWriter;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.PowerLoss;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Messages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** What {@link StreamTransactions} promises. */
final class StreamWriterContract {
  private final Subject subject;
  private final StreamTransactions transactions;
  private final Log log;

  StreamWriterContract(Subject subject) {
    this.subject = subject;
    this.transactions = subject.require(STREAM_TRANSACTIONAL);
    this.log = new Log(subject.require(STREAM_BASIC), subject);
  }

  private static List<Message> keyed(String text, int count) {
    return IntStream.range(0, count).mapToObj(i -> Log.keyed("key " + i % 5, text + i)).toList();
  }

  /** Reads what is in a stream, by its keys, each in its order. */
  private static Map<String, List<String>> byKey(Log log, String stream, int size) {
    Map<String, List<String>> found = new HashMap<>();
    for (StreamRecord record : log.all(stream, size)) {
      String key = record.message().key().orElseThrow();
      found.computeIfAbsent(key, k -> new ArrayList<>()).add(record.message().text());
    }
    return found;
  }

  private static Map<String, List<String>> byKey(List<Message> messages) {
    Map<String, List<String>> expected = new HashMap<>();
    messages.forEach(
        message ->
            expected
                .computeIfAbsent(message.key().orElseThrow(), k -> new ArrayList<>())
                .add(message.text()));
    return expected;
  }

  @Case
  void severalStreamsAndThePositionAreWrittenTogetherInTheOrderOfEachKey() {
    List<Message> first = keyed("one ", 30);
    List<Message> other = keyed("other ", 7);
    List<Message> more = keyed("two ", 30);
    try (StreamWriter writer = transactions.open("writer", 1)) {
      assertThat(writer.position()).isEmpty();
      writer.append(Map.of("first", first, "other", other), "a \u00e9\ud83d\ude00 {1}");
      assertThat(writer.position()).contains("a \u00e9\ud83d\ude00 {1}");
      writer.append(Map.of("first", more), "b");
    }
    List<Message> both = new ArrayList<>(first);
    both.addAll(more);
    Log sibling = new Log(subject.sibling().require(STREAM_BASIC), subject);
    assertThat(byKey(sibling, "first", 60)).isEqualTo(byKey(both));
    assertThat(byKey(sibling, "other", 7)).isEqualTo(byKey(other));
  }

  @Case
  void allOfAMessageIsReadBack() {
    Map<String, Message> sent = new HashMap<>();
    Messages.ofAllKinds().forEach(message -> sent.put(message.id(), message));
    try (StreamWriter writer = transactions.open("writer", 1)) {
      writer.append(Map.of("stream", List.copyOf(sent.values())), "1");
    }
    for (StreamRecord record : log.all("stream", sent.size())) {
      Message message = sent.remove(record.message().id());
      Messages.checkSame(record.message(), Objects.requireNonNull(message));
    }
  }

  @Case
  void whoOpensItAgainKnowsThePosition() {
    try (StreamWriter writer = transactions.open("writer", 3)) {
      writer.append(Map.of("stream", keyed("x", 2)), "first");
    }
    StreamTransactions elsewhere = subject.sibling().require(STREAM_TRANSACTIONAL);
    try (StreamWriter again = elsewhere.open("writer", 3)) {
      assertThat(again.position()).contains("first");
      again.append(Map.of(), "nothing but a position");
    }
    try (StreamWriter later = transactions.open("writer", 8)) {
      assertThat(later.position()).contains("nothing but a position");
    }
    assertThat(log.all("stream", 2)).hasSize(2);
  }

  @Case
  void whoOpenedItBeforeAppendsNothingMore() {
    StreamTransactions elsewhere = subject.sibling().require(STREAM_TRANSACTIONAL);
    try (StreamWriter first = transactions.open("writer", 1)) {
      first.append(Map.of("stream", keyed("first ", 1)), "1");
      try (StreamWriter second = elsewhere.open("writer", 2)) {
        assertThat(second.position()).contains("1");
        Expect.failure(
            ErrorKind.CONFLICT, () -> first.append(Map.of("stream", keyed("late ", 3)), "2"));
        second.append(Map.of("stream", keyed("second ", 1)), "3");
        Expect.failure(
            ErrorKind.ABORTED, () -> first.append(Map.of("stream", keyed("later ", 3)), "4"));
      }
      try (StreamWriter third = elsewhere.open("writer", 2)) {
        assertThat(third.position()).contains("3");
      }
    }
    assertThat(Log.texts(log.all("stream", 2))).containsExactly("first 0", "second 0");
  }

  @Case
  void alsoTheSameEpochTakesOver() {
    try (StreamWriter first = transactions.open("writer", 1);
        StreamWriter second = transactions.open("writer", 1)) {
      Expect.failure(ErrorKind.CONFLICT, () -> first.append(Map.of(), "1"));
      second.append(Map.of(), "2");
    }
  }

  @Case
  void aLesserEpochIsRefusedAndEndsNobody() {
    StreamTransactions elsewhere = subject.sibling().require(STREAM_TRANSACTIONAL);
    try (StreamWriter writer = transactions.open("writer", 5)) {
      Expect.failure(ErrorKind.CONFLICT, () -> elsewhere.open("writer", 4).close());
      writer.append(Map.of("stream", keyed("x", 1)), "1");
    }
    assertThat(log.all("stream", 1)).hasSize(1);
  }

  @Case
  void writersOfOtherNamesAndNamespacesGoOn() {
    StreamTransactions neighbour = subject.neighbour().require(STREAM_TRANSACTIONAL);
    try (StreamWriter one = transactions.open("one", 1);
        StreamWriter two = transactions.open("two", 1);
        StreamWriter strange = neighbour.open("one", 1)) {
      one.append(Map.of("stream", keyed("one ", 1)), "1");
      two.append(Map.of("stream", keyed("two ", 1)), "2");
      strange.append(Map.of("stream", keyed("strange ", 1)), "3");
      one.append(Map.of("stream", keyed("three ", 1)), "4");
      assertThat(strange.position()).contains("3");
    }
    assertThat(Log.texts(log.all("stream", 3))).containsExactly("one 0", "two 0", "three 0");
  }

  @Case
  void itComesBehindWhatWasAppendedBeforeAndBeforeWhatIsAppendedAfter() {
    Offset before = log.append("stream", "key", "one");
    try (StreamWriter writer = transactions.open("writer", 1)) {
      writer.append(Map.of("stream", List.of(Log.keyed("key", "two"))), "1");
    }
    Offset after = log.append("stream", "key", "three");
    assertThat(after.partition()).isEqualTo(before.partition());
    assertThat(Log.texts(log.all("stream", 3))).containsExactly("one", "two", "three");
  }

  @Case
  void ofWhatIsTooLargeNothingIsStoredAndTheWriterGoesOn() {
    int most =
        Math.toIntExact(Math.min(subject.traits(STREAM_TRANSACTIONAL).maxValueBytes(), 1 << 26));
    Message large = Message.of(new byte[most + 1]);
    try (StreamWriter writer = transactions.open("writer", 1)) {
      Expect.failure(
          ErrorKind.TOO_LARGE,
          () -> writer.append(Map.of("stream", List.of(Message.of("x"), large)), "1"));
      assertThat(writer.position()).isEmpty();
      writer.append(Map.of("stream", keyed("x", 1)), "2");
    }
    assertThat(log.all("stream", 1)).hasSize(1);
  }

  @Case
  void aReaderThatWaitsIsWoken() {
    try (StreamReader reader = log.streams().read("stream", ReadFrom.latest());
        StreamWriter writer = transactions.open("writer", 1)) {
      writer.append(Map.of("stream", keyed("x", 3)), "1");
      assertThat(log.several(reader, 3)).hasSize(3);
    }
  }

  @Case
  void itIsAllThereOrNotAtAllAfterALossOfPower() {
    if (subject.traits(STREAM_TRANSACTIONAL).durability() == Durability.SYNCED) {
      subject.powerLoss().ifPresent(this::checkPowerLoss);
    }
  }

  private void checkPowerLoss(PowerLoss power) {
    for (int i = 1; i < 4; i++) {
      StreamTransactions transactions = power.backend().require(STREAM_TRANSACTIONAL);
      try (StreamWriter writer = transactions.open("writer", 1)) {
        writer.append(Map.of("first", keyed("x", 2), "other", keyed("y", 1)), "" + i);
      }
      var left = power.left();
      Log kept = new Log(left.require(STREAM_BASIC), subject);
      assertThat(kept.all("first", 2 * i)).hasSize(2 * i);
      assertThat(kept.all("other", i)).hasSize(i);
      try (StreamWriter again = left.require(STREAM_TRANSACTIONAL).open("writer", 1)) {
        assertThat(again.position()).contains("" + i);
      }
    }
  }
}
