package io.patternsdk.testkit.contract.stream;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Messages;
import io.patternsdk.testkit.contract.internal.OddNames;
import io.patternsdk.testkit.contract.internal.Values;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What {@link MessageStream} promises of names, sizes, times and deadlines. */
final class StreamLimitsContract {
  private static final Duration AWAY = Duration.ofMinutes(1);

  private final Subject subject;
  private final MessageStream streams;
  private final Log log;

  StreamLimitsContract(Subject subject) {
    this.subject = subject;
    this.streams = subject.require(STREAM_BASIC);
    this.log = new Log(streams, subject);
  }

  @Case
  void oddStreamNamesAreKeptApart() {
    OddNames.ALL.forEach(name -> streams.append(name, Message.of(name)));
    for (String name : OddNames.ALL) {
      assertThat(Log.texts(log.all(name, 1))).as("in <%s>", name).containsExactly(name);
    }
  }

  @Case
  void aStreamIsNoKey() {
    streams.append("name", Message.of("message"));
    subject
        .find(KEYVALUE_BASIC)
        .ifPresent(
            values -> {
              assertThat(values.exists("name")).isFalse();
              values.set("name", Values.of("value"));
              assertThat(values.delete("name")).isTrue();
            });
    subject.find(KEYVALUE_SCAN).ifPresent(s -> assertThat(s.keys("").toList()).isEmpty());
    assertThat(Log.texts(log.all("name", 1))).containsExactly("message");
  }

  @Case
  void whatCannotBeIsRefused() {
    ReadFrom all = ReadFrom.earliest();
    for (String name : OddNames.REFUSED) {
      invalid(() -> streams.append(name, Message.of("one")));
      invalid(() -> streams.appendAll(name, List.of(Message.of("one"))));
      invalid(() -> streams.read(name, all).close());
      invalid(() -> streams.count(name, all));
      invalid(() -> streams.partitions(name));
    }
    try (StreamReader reader = streams.read("stream", all)) {
      invalid(() -> reader.poll(0, Duration.ZERO));
      invalid(() -> reader.poll(1, Duration.ofMillis(-1)));
    }
  }

  @Case
  void aPartitionThatDoesNotExistIsRefused() {
    int none = streams.partitions("stream");
    ReadFrom named = ReadFrom.earliest().in(List.of(0, none));
    invalid(() -> streams.read("stream", named).close());
    invalid(() -> streams.count("stream", named));
    ReadFrom after = ReadFrom.after(List.of(new Offset(none, 1)));
    invalid(() -> streams.read("stream", after).close());
    invalid(() -> streams.count("stream", after));
  }

  private static void invalid(Runnable call) {
    Expect.refusal(ErrorKind.INVALID_ARGUMENT, call);
  }

  @Case
  void theBiggestBodyFitsAndOneTooLargeIsRefused() {
    byte[] tooLarge = Values.tooLarge(subject.traits(STREAM_BASIC));
    if (tooLarge.length > 0) {
      Message message = Message.of(tooLarge);
      Expect.refusal(ErrorKind.TOO_LARGE, () -> streams.append("stream", message));
      Expect.refusal(ErrorKind.TOO_LARGE, () -> streams.appendAll("stream", List.of(message)));
    }
    Message biggest = Messages.traced(Values.biggest(subject.traits(STREAM_BASIC)));
    streams.append("stream", biggest);
    assertThat(log.all("stream", 1).getFirst().message().equals(biggest)).isTrue();
  }

  @Case
  void theBiggestHeadersFitBesideTheBiggestBodyAndLargerOnesAreRefused() {
    Traits traits = subject.traits(STREAM_BASIC);
    Message tooLarge = Messages.withHeaders(new byte[0], traits, 1);
    Expect.refusal(ErrorKind.TOO_LARGE, () -> streams.append("stream", tooLarge));
    Message biggest = Messages.withHeaders(Values.biggest(traits), traits, 0);
    streams.append("stream", biggest);
    assertThat(log.all("stream", 1).getFirst().message().equals(biggest)).isTrue();
  }

  @Case
  void namespacesAreKeptApart() {
    MessageStream theirs = subject.neighbour().require(STREAM_BASIC);
    streams.append("stream", Message.of("ours"));
    assertThat(theirs.count("stream", ReadFrom.earliest())).isZero();
    theirs.append("stream", Message.of("theirs"));
    assertThat(Log.texts(log.all("stream", 1))).containsExactly("ours");
  }

  @Case
  void aRecordHasTheTimeOfItsAppendToTheMillisecond() {
    Instant before = Instant.now();
    log.append("stream", "key", "one");
    log.append("stream", "key", "two");
    Instant after = Instant.now();
    assertThat(log.all("stream", 2))
        .allSatisfy(
            record -> {
              assertThat(record.time()).isEqualTo(record.time().truncatedTo(ChronoUnit.MILLIS));
              assertThat(record.time()).isBetween(before.minus(AWAY), after.plus(AWAY));
            });
  }

  @Case
  void nothingIsStoredPastTheDeadline() {
    Expect.refusalPastTheDeadline(() -> streams.append("stream", Message.of("late")));
    List<Message> batch = List.of(Message.of("late"));
    Expect.refusalPastTheDeadline(() -> streams.appendAll("stream", batch));
    streams.append("stream", Message.of("in time"));
    try (StreamReader reader = streams.read("stream", ReadFrom.earliest())) {
      Expect.refusalPastTheDeadline(() -> reader.poll(1, Duration.ZERO));
      assertThat(Log.texts(log.several(reader, 1))).containsExactly("in time");
    }
  }

  @Case
  void anInterruptIsKeptAndHarmsNothing() {
    Expect.interruptIsKept(() -> streams.append("stream", Message.of("one")));
    Expect.interruptIsKept(() -> streams.count("stream", ReadFrom.earliest()));
    streams.append("stream", Message.of("two"));
    assertThat(streams.count("stream", ReadFrom.earliest())).isBetween(1L, 2L);
  }
}
