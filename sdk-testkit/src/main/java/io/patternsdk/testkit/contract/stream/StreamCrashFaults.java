package io.patternsdk.testkit.contract.stream;

import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.testkit.Leaks;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.CrashLoad;
import io.patternsdk.testkit.contract.FaultSubject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** What becomes of streams when the server is killed under load. */
final class StreamCrashFaults {
  private static final String STREAM = "stream";

  private final FaultSubject subject;

  StreamCrashFaults(FaultSubject subject) {
    this.subject = subject;
  }

  @Case
  void nothingAcknowledgedIsLostNothingIsStoredTwiceAndTheOrderIsKept() throws Exception {
    subject.open().close(); // what a class path starts once and keeps is no leak
    Leaks.none(
        () -> {
          try (Backend backend = subject.open()) {
            MessageStream streams = backend.require(STREAM_BASIC);
            CrashLoad load =
                subject.killUnder(text -> streams.append(STREAM, Log.keyed(writer(text), text)));
            List<StreamRecord> read = drain(streams);
            List<String> texts = new ArrayList<>(Log.texts(read));
            assertThat(texts).doesNotHaveDuplicates().containsAll(load.kept());
            checkOrder(read);
            texts.removeAll(new HashSet<>(load.kept()));
            assertThat(load.perhaps()).as("what may have been stored").containsAll(texts);
          }
        });
  }

  private List<StreamRecord> drain(MessageStream streams) {
    List<StreamRecord> all = new ArrayList<>();
    try (StreamReader reader = streams.read(STREAM, ReadFrom.earliest())) {
      List<StreamRecord> some = reader.poll(500, Duration.ZERO);
      while (!some.isEmpty()) {
        all.addAll(some);
        some = reader.poll(500, Duration.ZERO);
      }
      assertThat(streams.count(STREAM, ReadFrom.earliest())).isEqualTo(all.size());
    }
    return all;
  }

  /** What one writer wrote, one after the other, is in this order. */
  private static void checkOrder(List<StreamRecord> records) {
    Map<String, Integer> last = new HashMap<>();
    for (StreamRecord record : records) {
      String text = record.message().text();
      int number = Integer.parseInt(text.substring(text.lastIndexOf('-') + 1));
      Integer before = last.put(writer(text), number);
      assertThat(number)
          .as("after %s of %s", before, text)
          .isGreaterThan(before == null ? -1 : before);
    }
  }

  private static String writer(String text) {
    return text.substring(0, text.lastIndexOf('-'));
  }
}
