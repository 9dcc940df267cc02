package io.patternsdk.testkit.contract.stream;

import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Crowd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What {@link MessageStream#read} promises of where a reader begins and what it finds. */
final class StreamReaderContract {
  private static final int WRITERS = 8;
  private static final int EACH = 60;

  private final Subject subject;
  private final MessageStream streams;
  private final Log log;

  StreamReaderContract(Subject subject) {
    this.subject = subject;
    this.streams = subject.require(STREAM_BASIC);
    this.log = new Log(streams, subject);
  }

  @Case
  void readersGoThroughAStreamEachAtItsOwnPlace() {
    append("stream", "key", 10);
    try (StreamReader one = streams.read("stream", ReadFrom.earliest());
        StreamReader other = streams.read("stream", ReadFrom.earliest())) {
      assertThat(Log.texts(log.several(one, 6))).isEqualTo(texts(0, 6));
      assertThat(Log.texts(log.several(other, 10))).isEqualTo(texts(0, 10));
      assertThat(Log.texts(log.several(one, 4))).isEqualTo(texts(6, 10));
      Log.nothing(one);
    }
  }

  @Case
  void noMoreAreReadThanAskedFor() {
    log.append("stream", 40, i -> Log.keyed("key " + i, "x"));
    try (StreamReader reader = streams.read("stream", ReadFrom.earliest())) {
      assertThat(reader.poll(10, Duration.ofSeconds(1))).hasSizeBetween(1, 10);
      assertThat(reader.poll(1, Duration.ofSeconds(1))).hasSize(1);
    }
  }

  @Case
  void allOfManyPartitionsIsReadInSmallSteps() {
    log.append("stream", 90, i -> Log.keyed("key " + i, "message " + i));
    try (StreamReader reader = streams.read("stream", ReadFrom.earliest())) {
      List<StreamRecord> read = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        read.addAll(log.several(reader, 3));
      }
      Log.nothing(reader);
      assertThat(Log.texts(read)).containsExactlyInAnyOrderElementsOf(texts(0, 90));
    }
  }

  @Case
  void theLatestBeginsWithWhatIsAppendedOnceItWasOpened() {
    append("stream", "key", 5);
    try (StreamReader reader = streams.read("stream", ReadFrom.latest())) {
      Log.nothing(reader);
      Log other = new Log(subject.sibling().require(STREAM_BASIC), subject);
      other.append("stream", 20, i -> Log.keyed("key " + i, "later"));
      assertThat(Log.texts(log.several(reader, 20))).containsOnly("later");
      Log.nothing(reader);
    }
  }

  @Case
  void theLatestOfANewStreamMissesNothing() {
    try (StreamReader reader = streams.read("stream", ReadFrom.latest())) {
      append("stream", "key", 3);
      assertThat(Log.texts(log.several(reader, 3))).isEqualTo(texts(0, 3));
    }
  }

  @Case
  void readingGoesOnAfterAnOffset() {
    List<Offset> offsets = append("stream", "key", 10);
    ReadFrom after = ReadFrom.after(offsets.subList(0, 4));
    assertThat(Log.texts(log.read("stream", after, 6))).isEqualTo(texts(4, 10));
    assertThat(log.read("stream", ReadFrom.after(offsets), 0)).isEmpty();
  }

  @Case
  void anOffsetThatWasStoredAsTextIsUsedByAnotherDriver() {
    log.append("stream", 30, i -> Log.keyed("key " + i, "message " + i));
    List<StreamRecord> read = new ArrayList<>();
    List<String> stored;
    try (StreamReader reader = streams.read("stream", ReadFrom.earliest())) {
      read.addAll(log.several(reader, 17));
      stored = Log.offsets(read).stream().map(Offset::toString).toList();
    }
    ReadFrom after = ReadFrom.after(stored.stream().map(Offset::parse).toList());
    Log other = new Log(subject.sibling().require(STREAM_BASIC), subject);
    read.addAll(other.read("stream", after, 13));
    assertThat(Log.texts(read)).containsExactlyInAnyOrderElementsOf(texts(0, 30));
  }

  @Case
  void partitionsOfWhichNoOffsetIsNamedBeginAsSaid() {
    List<Offset> here = append("stream", "key", 4);
    String key = keyElsewhere(here.getFirst().partition());
    List<Offset> there = append("stream", key, 4);
    List<Offset> named = List.of(here.get(1));
    assertThat(Log.offsets(log.read("stream", ReadFrom.latest().andAfter(named), 2)))
        .isEqualTo(here.subList(2, 4));
    assertThat(Log.offsets(log.read("stream", ReadFrom.after(named), 6)))
        .containsAll(here.subList(2, 4))
        .containsAll(there);
  }

  @Case
  void onlyThePartitionsThatAreNamedAreRead() {
    List<Offset> here = append("stream", "key", 4);
    append("stream", keyElsewhere(here.getFirst().partition()), 4);
    ReadFrom one = ReadFrom.earliest().in(List.of(here.getFirst().partition()));
    assertThat(Log.offsets(log.read("stream", one, 4))).isEqualTo(here);
    assertThat(Log.offsets(log.read("stream", one.andAfter(here.subList(0, 3)), 1)))
        .isEqualTo(here.subList(3, 4));
  }

  @Case
  void anOffsetBehindTheEndWaitsForWhatComesAfterIt() {
    Offset last = append("stream", "key", 2).getLast();
    Offset ahead = new Offset(last.partition(), last.position() + 1_000_000);
    ReadFrom from = ReadFrom.latest().andAfter(List.of(ahead));
    assertThat(streams.count("stream", from)).isZero();
    try (StreamReader reader = streams.read("stream", from)) {
      append("stream", "key", 2);
      Log.nothing(reader);
    }
  }

  @Case
  void nothingIsLeftOutOrRepeatedWhileManyAppend() {
    MessageStream other = subject.sibling().require(STREAM_BASIC);
    List<StreamRecord> read = new ArrayList<>();
    Crowd.run(
        WRITERS + 1,
        i -> {
          if (i == WRITERS) {
            try (StreamReader reader = streams.read("stream", ReadFrom.earliest())) {
              read.addAll(log.several(reader, WRITERS * EACH));
              Log.nothing(reader);
            }
          } else {
            write(i % 2 == 0 ? streams : other, i);
          }
        });
    Map<String, List<Integer>> byKey = new HashMap<>();
    for (StreamRecord record : read) {
      byKey
          .computeIfAbsent(record.message().key().orElseThrow(), k -> new ArrayList<>())
          .add(Integer.valueOf(record.message().text()));
    }
    assertThat(byKey).hasSize(WRITERS);
    List<Integer> inOrder = IntStream.range(0, EACH).boxed().toList();
    assertThat(byKey.values()).allSatisfy(numbers -> assertThat(numbers).isEqualTo(inOrder));
  }

  private static void write(MessageStream own, int writer) {
    for (int n = 0; n < EACH; n += 3) {
      int from = n;
      own.append("stream", Log.keyed("writer " + writer, Integer.toString(from)));
      own.appendAll(
          "stream",
          IntStream.range(from + 1, from + 3)
              .mapToObj(k -> Log.keyed("writer " + writer, Integer.toString(k)))
              .toList());
    }
  }

  @Case
  void aClosedReaderIsRefusedAndClosingAgainDoesNothing() {
    append("stream", "key", 1);
    StreamReader reader = streams.read("stream", ReadFrom.earliest());
    reader.close();
    reader.close();
    Expect.refusal(ErrorKind.CLOSED, () -> reader.poll(1, Duration.ZERO));
    assertThat(Log.texts(log.all("stream", 1))).isEqualTo(texts(0, 1));
  }

  /** Appends "message 0" and so on with one key. */
  private List<Offset> append(String stream, String key, int count) {
    return log.append(stream, count, i -> Log.keyed(key, "message " + i));
  }

  private static List<String> texts(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "message " + i).toList();
  }

  /** Finds a key that belongs to another partition. */
  private String keyElsewhere(int partition) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> "key " + i)
        .filter(key -> streams.append("probe", Log.keyed(key, "probe")).partition() != partition)
        .findFirst()
        .orElseThrow();
  }
}
