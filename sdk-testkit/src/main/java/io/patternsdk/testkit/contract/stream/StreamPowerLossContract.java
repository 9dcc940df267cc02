package io.patternsdk.testkit.contract.stream;

import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.PowerLoss;
import io.patternsdk.testkit.contract.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** What a {@link MessageStream} keeps that is declared as synced, when the power goes. */
final class StreamPowerLossContract {
  private final Subject subject;

  StreamPowerLossContract(Subject subject) {
    this.subject = subject;
  }

  @Case
  void whatIsAppendedIsThereAfterALossOfPower() {
    synced(this::checkAppended);
  }

  private void checkAppended(PowerLoss power) {
    MessageStream streams = power.backend().require(STREAM_BASIC);
    Log log = new Log(streams, subject);
    List<Offset> offsets = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      offsets.add(log.append("stream", "key", "message " + i));
      remains(power, offsets);
    }
    List<Message> batch = IntStream.range(4, 8).mapToObj(i -> Log.keyed("key", "x")).toList();
    assertThat(streams.appendAll("stream", batch).appended()).isEqualTo(4);
    assertThat(power.left().require(STREAM_BASIC).count("stream", ReadFrom.earliest()))
        .isEqualTo(8);
  }

  private void remains(PowerLoss power, List<Offset> offsets) {
    Log left = new Log(power.left().require(STREAM_BASIC), subject);
    assertThat(Log.offsets(left.all("stream", offsets.size()))).isEqualTo(offsets);
  }

  @Case
  void noOffsetThatWasReadIsGivenToAnotherAfterALossOfPower() {
    synced(this::checkOffsets);
  }

  private void checkOffsets(PowerLoss power) {
    MessageStream streams = power.backend().require(STREAM_BASIC);
    Log log = new Log(streams, subject);
    log.append("stream", "key", "one");
    try (StreamReader reader = streams.read("stream", ReadFrom.earliest())) {
      Offset read = log.several(reader, 1).getFirst().offset();
      Log left = new Log(power.left().require(STREAM_BASIC), subject);
      assertThat(left.append("stream", "key", "another").after(read)).isTrue();
    }
  }

  @Case
  void theNumberOfPartitionsStaysAfterALossOfPower() {
    synced(
        power -> {
          int partitions = power.backend().require(STREAM_BASIC).partitions("stream");
          assertThat(power.left().require(STREAM_BASIC).partitions("stream")).isEqualTo(partitions);
        });
  }

  private void synced(Consumer<PowerLoss> check) {
    if (subject.traits(STREAM_BASIC).durability() == Durability.SYNCED) {
      subject.powerLoss().ifPresent(check);
    }
  }
}
