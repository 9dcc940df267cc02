package io.patternsdk.testkit.contract.stream;

import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Effect;
import io.patternsdk.core.Message;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.testkit.Rounds;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.FaultSubject;
import io.patternsdk.testkit.contract.internal.Latches;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Messages are stored once, and readers outlive the loss of their connection. */
final class StreamFaults {
  private final FaultSubject subject;
  private final MessageStream streams;

  StreamFaults(FaultSubject subject) {
    this.subject = subject;
    this.streams = subject.backend().require(STREAM_BASIC);
  }

  @Case
  void aLostAnswerLeavesTheEffectOpenAndTheMessageIsStoredOnce() {
    Rounds.each(
        round -> {
          String name = subject.loseAnswer("stream " + round, this::count, this::append);
          assertThat(count(name)).isEqualTo(1);
        });
  }

  @Case
  void aMessageThatIsCutOffIsStoredAtMostOnce() {
    Rounds.each(
        round -> {
          String name = "stream " + round;
          assertThat(count(name)).isZero();
          subject.cutOff(() -> append(name), () -> count(name));
        });
  }

  private void append(String name) {
    streams.append(name, Message.of("one"));
  }

  private long count(String name) {
    return subject.eventually().value(() -> streams.count(name, ReadFrom.earliest()));
  }

  @Case
  void aPollThatFailsHasMovedNothingOn() {
    try (StreamReader reader = streams.read("stream", ReadFrom.earliest())) {
      List<String> texts = new ArrayList<>();
      List<String> read = new ArrayList<>();
      Rounds.each(
          round -> {
            for (int i = 0; i < 10; i++) {
              texts.add("message " + round + "-" + i);
              subject.direct().require(STREAM_BASIC).append("stream", Message.of(texts.getLast()));
            }
            Effect unused =
                subject.losingAnswer(() -> read.addAll(Log.texts(reader.poll(100, Duration.ZERO))));
            while (read.size() < texts.size()) {
              read.addAll(Log.texts(next(reader)));
            }
          });
      assertThat(read).containsExactlyInAnyOrderElementsOf(texts);
    }
  }

  @Case
  void aReaderThatWaitsGetsWhatCameMeanwhileOrLearnsOfTheLoss() {
    try (StreamReader reader = streams.read("stream", ReadFrom.latest())) {
      CompletableFuture<List<StreamRecord>> polled = new CompletableFuture<>();
      Thread waiting = Thread.startVirtualThread(() -> polled.complete(next(reader)));
      subject.eventually().until("that the reader waits", () -> Latches.waits(waiting));
      subject.proxy().refuse();
      subject.proxy().reset();
      subject.direct().require(STREAM_BASIC).append("stream", Message.of("one"));
      subject.proxy().heal();
      assertThat(Log.texts(polled.join())).containsExactly("one");
    }
  }

  private List<StreamRecord> next(StreamReader reader) {
    return subject
        .eventually()
        .value(
            () -> {
              List<StreamRecord> some = reader.poll(100, Duration.ofSeconds(20));
              assertThat(some).as("read").isNotEmpty();
              return some;
            });
  }
}
