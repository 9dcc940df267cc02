package io.patternsdk.testkit.contract.stream;

import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Crowd;
import io.patternsdk.testkit.contract.internal.NeverEarly;
import io.patternsdk.testkit.contract.internal.ShortTimeout;
import io.patternsdk.testkit.contract.internal.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** What {@link StreamReader#poll} promises of waiting. */
final class StreamWaitContract {
  private final Subject subject;
  private final MessageStream streams;

  StreamWaitContract(Subject subject) {
    this.subject = subject;
    this.streams = subject.require(STREAM_BASIC);
  }

  @Case
  void aWaitWithoutARecordEndsEmptyAndNeverEarly() {
    checkWait(streams, Duration.ofMillis(200));
  }

  @Case
  void aWaitMayBeLongerThanTheOperationTimeout() {
    MessageStream impatient = subject.impatient(Duration.ofSeconds(1)).require(STREAM_BASIC);
    ShortTimeout.outlast(() -> checkWait(impatient, Duration.ofSeconds(2)));
  }

  private static void checkWait(MessageStream own, Duration wait) {
    try (StreamReader reader = own.read("stream", ReadFrom.latest())) {
      long start = System.nanoTime();
      assertThat(reader.poll(1, wait)).isEmpty();
      NeverEarly.waited(start, wait);
    }
  }

  @Case
  void anAppendWakesWhoWaits() {
    Waiting<List<StreamRecord>> waiting = waiting(subject.backend());
    subject.sibling().require(STREAM_BASIC).append("stream", Message.of("one"));
    assertThat(Log.texts(waiting.result())).containsExactly("one");
  }

  @Case
  void aBatchWakesWhoWaits() {
    Waiting<List<StreamRecord>> waiting = waiting(subject.backend());
    streams.appendAll("stream", List.of(Message.of("one")));
    assertThat(Log.texts(waiting.result())).containsExactly("one");
  }

  @Case
  void oneAppendWakesAllWhoWait() {
    List<Waiting<List<StreamRecord>>> all =
        List.of(
            waiting(subject.backend()),
            waiting(subject.sibling()),
            waiting(subject.backend()),
            waiting(subject.sibling()));
    streams.append("stream", Message.of("one"));
    assertThat(all).allSatisfy(each -> assertThat(Log.texts(each.result())).containsExactly("one"));
  }

  @Case
  void whoHasWaitedWaitsAgain() {
    try (StreamReader reader = streams.read("stream", ReadFrom.latest())) {
      for (int round = 0; round < 3; round++) {
        Waiting<List<StreamRecord>> waiting = waiting(reader);
        streams.append("stream", Log.keyed("key " + round, "round " + round));
        assertThat(Log.texts(waiting.result())).containsExactly("round " + round);
      }
    }
  }

  @Case
  void aWaitHoldsUpNobodyElse() {
    waiting(subject.backend());
    Log log = new Log(streams, subject);
    Crowd.run(
        16,
        i -> {
          streams.append("stream " + i, Message.of("one"));
          assertThat(log.all("stream " + i, 1)).hasSize(1);
        });
    streams.append("stream", Message.of("end"));
  }

  @Case
  void readersOfManyStreamsMayWaitAtOnce() {
    List<Waiting<List<StreamRecord>>> all =
        IntStream.range(0, 20).mapToObj(i -> waiting(latest(subject.backend(), i))).toList();
    for (int i = 0; i < all.size(); i++) {
      streams.append("stream " + i, Message.of("text " + i));
    }
    for (int i = 0; i < all.size(); i++) {
      assertThat(Log.texts(all.get(i).result())).containsExactly("text " + i);
    }
  }

  private StreamReader latest(Backend backend, int stream) {
    return subject.closing(
        backend.require(STREAM_BASIC).read("stream " + stream, ReadFrom.latest()));
  }

  @Case
  void aWaitEndsEmptyAtTheDeadline() {
    StreamReader reader = latest();
    assertThat(
            Waiting.until(
                Duration.ofMillis(200), subject, () -> reader.poll(100, Waiting.VERY_LONG)))
        .isEmpty();
  }

  @Case
  void anInterruptEndsAWaitAndLosesNothing() {
    StreamReader reader = latest();
    Waiting<List<StreamRecord>> waiting = waiting(reader);
    waiting.thread().interrupt();
    Expect.thrown(ErrorKind.CANCELLED, catchThrowable(waiting::result));
    assertThat(waiting.flag().join()).as("interrupt flag after the call").isTrue();
    streams.append("stream", Message.of("one"));
    Log log = new Log(streams, subject);
    assertThat(Log.texts(log.several(reader, 1))).containsExactly("one");
  }

  @Case
  void closingTheReaderEndsItsWait() {
    StreamReader reader = latest();
    Waiting<List<StreamRecord>> waiting = waiting(reader);
    reader.close();
    checkEnded(waiting);
  }

  @Case
  void closingTheDriverEndsAWait() {
    Backend backend = subject.fresh();
    Waiting<List<StreamRecord>> waiting = waiting(backend);
    backend.close();
    checkEnded(waiting);
  }

  private static void checkEnded(Waiting<List<StreamRecord>> waiting) {
    Throwable thrown = catchThrowable(() -> assertThat(waiting.result()).isEmpty());
    if (thrown != null) {
      Expect.thrown(ErrorKind.CLOSED, thrown);
    }
  }

  private StreamReader latest() {
    return subject.closing(streams.read("stream", ReadFrom.latest()));
  }

  private Waiting<List<StreamRecord>> waiting(Backend backend) {
    MessageStream own = backend.require(STREAM_BASIC);
    return waiting(own.read("stream", ReadFrom.latest()));
  }

  private Waiting<List<StreamRecord>> waiting(StreamReader reader) {
    return Waiting.on(subject, () -> reader.poll(100, Waiting.VERY_LONG));
  }
}
