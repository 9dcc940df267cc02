package io.patternsdk.testkit.contract.stream;

import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_REPLAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.core.stream.StreamReplay;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.OddNames;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;

/** What {@link StreamReplay} promises. */
final class StreamReplayContract {
  private final Subject subject;
  private final MessageStream streams;
  private final StreamReplay replay;
  private final Log log;

  StreamReplayContract(Subject subject) {
    this.subject = subject;
    this.streams = subject.require(STREAM_BASIC);
    this.replay = subject.require(STREAM_REPLAY);
    this.log = new Log(streams, subject);
  }

  @Case
  void aTimeIsThePlaceOfTheFirstRecordThatIsNotBeforeIt() {
    List<StreamRecord> all = ofSeveralTimes();
    TreeSet<Instant> times = new TreeSet<>(all.stream().map(StreamRecord::time).toList());
    for (Instant time : times) {
      checkRead(replay.at("stream", time), notBefore(all, time));
      Instant between = time.plusNanos(1);
      checkRead(replay.at("stream", between), notBefore(all, between));
    }
  }

  @Case
  void beforeAllTimesThereIsEverything() {
    List<StreamRecord> all = ofSeveralTimes();
    checkRead(replay.at("stream", Instant.EPOCH), all);
    checkRead(replay.at("stream", Instant.MIN), all);
    checkRead(replay.at("stream", all.getFirst().time().minus(Duration.ofDays(1))), all);
  }

  @Case
  void afterAllTimesThereIsWhatIsAppendedFromNowOn() {
    List<StreamRecord> all = ofSeveralTimes();
    for (Instant late : List.of(all.getLast().time().plus(Duration.ofDays(1)), Instant.MAX)) {
      ReadFrom place = replay.at("stream", late);
      assertThat(streams.count("stream", place)).isZero();
      log.append("stream", "a", "later");
      assertThat(Log.texts(log.read("stream", place, 1))).containsExactly("later");
    }
  }

  @Case
  void theEndIsBehindTheNewestAsOfNow() {
    List<StreamRecord> all = ofSeveralTimes();
    ReadFrom end = replay.end("stream");
    assertThat(streams.count("stream", end)).isZero();
    log.append("stream", 5, i -> Log.keyed("key " + i, "later"));
    Log other = new Log(subject.sibling().require(STREAM_BASIC), subject);
    assertThat(Log.texts(other.read("stream", end, 5))).containsOnly("later");
    assertThat(replay.end("stream").offsets()).isNotEmpty().isNotEqualTo(end.offsets());
    assertThat(streams.count("stream", ReadFrom.earliest())).isEqualTo(all.size() + 5L);
  }

  @Case
  void ofAStreamWithoutRecordsBothArePlacesFromNowOn() {
    ReadFrom end = replay.end("stream");
    ReadFrom place = replay.at("stream", Instant.now());
    assertThat(streams.count("stream", end)).isZero();
    log.append("stream", "key", "one");
    assertThat(Log.texts(log.read("stream", end, 1))).containsExactly("one");
    assertThat(Log.texts(log.read("stream", place, 1))).containsExactly("one");
  }

  @Case
  void whatCannotBeIsRefused() {
    for (String name : OddNames.REFUSED) {
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> replay.end(name));
      Expect.refusal(ErrorKind.INVALID_ARGUMENT, () -> replay.at(name, Instant.EPOCH));
    }
    Expect.refusalPastTheDeadline(() -> replay.end("stream"));
  }

  /** Appends until the records of several keys have at least three times. */
  private List<StreamRecord> ofSeveralTimes() {
    int[] appended = {0};
    subject
        .eventually()
        .until(
            "records of three times",
            () -> {
              log.append("stream", 3, i -> Log.keyed("key " + i, "x"));
              appended[0] += 3;
              return log.all("stream", appended[0]).stream()
                      .map(StreamRecord::time)
                      .distinct()
                      .count()
                  >= 3;
            });
    return log.all("stream", appended[0]);
  }

  private static List<StreamRecord> notBefore(List<StreamRecord> records, Instant time) {
    return records.stream().filter(record -> !record.time().isBefore(time)).toList();
  }

  private void checkRead(ReadFrom place, List<StreamRecord> records) {
    assertThat(Log.offsets(log.read("stream", place, records.size())))
        .containsExactlyInAnyOrderElementsOf(Log.offsets(records));
  }
}
