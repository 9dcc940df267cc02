package io.patternsdk.testkit.contract.stream;

import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_TRANSACTIONAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.OperationException;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.core.stream.StreamTransactions;
import io.patternsdk.core.stream.StreamWriter;
import io.patternsdk.testkit.Leaks;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.FaultSubject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What becomes of writers of streams when the server is killed under load. */
final class StreamWriterFaults {
  private static final List<String> STREAMS = List.of("one", "other");

  private final FaultSubject subject;

  StreamWriterFaults(FaultSubject subject) {
    this.subject = subject;
  }

  @Case
  void thePositionSaysOfEachAppendWhetherItWasStoredAndItIsInAllStreamsOnceOrInNone()
      throws Exception {
    subject.open().close(); // what a class path starts once and keeps is no leak
    Leaks.none(
        () -> {
          try (Backend backend = subject.open()) {
            StreamTransactions transactions = backend.require(STREAM_TRANSACTIONAL);
            Map<String, Resuming> writers = new ConcurrentHashMap<>();
            var unused =
                subject.killUnder(
                    text ->
                        writers
                            .computeIfAbsent(
                                text.substring(0, text.lastIndexOf('-')),
                                name -> new Resuming(transactions, name))
                            .append(text));
            for (Resuming writer : writers.values()) {
              subject.eventually().check(writer::reopen);
            }
            List<String> stored = new ArrayList<>();
            writers.values().forEach(writer -> stored.addAll(writer.stored));
            for (String stream : STREAMS) {
              List<String> read = drain(backend.require(STREAM_BASIC), stream);
              Set<String> lost = subject.keepsLastAppends() ? Set.of() : lastAppends(writers, read);
              List<String> kept = stored.stream().filter(text -> !lost.contains(text)).toList();
              assertThat(read).containsExactlyInAnyOrderElementsOf(kept);
              writers.values().forEach(writer -> writer.checkOrder(read, kept));
            }
          }
        });
  }

  /** Returns what is missing of the appends that were the last ones before a failure. */
  private static Set<String> lastAppends(Map<String, Resuming> writers, List<String> read) {
    Set<String> missing = new HashSet<>();
    writers.values().forEach(writer -> missing.addAll(writer.last));
    missing.removeAll(Set.copyOf(read));
    return missing;
  }

  private static List<String> drain(MessageStream streams, String stream) {
    List<String> all = new ArrayList<>();
    try (StreamReader reader = streams.read(stream, ReadFrom.earliest())) {
      for (List<StreamRecord> some = reader.poll(500, Duration.ZERO);
          !some.isEmpty();
          some = reader.poll(500, Duration.ZERO)) {
        all.addAll(Log.texts(some));
      }
    }
    return all;
  }

  /** Appends one text after the other, and asks the position of what failed. For one thread. */
  private static final class Resuming {
    private final StreamTransactions transactions;
    private final String name;
    private final List<String> stored = new ArrayList<>();
    private final Set<String> last = new HashSet<>();
    private @Nullable StreamWriter writer;
    private @Nullable String doubtful;

    Resuming(StreamTransactions transactions, String name) {
      this.transactions = transactions;
      this.name = name;
    }

    void append(String text) {
      StreamWriter open = settle();
      try {
        open.append(
            Map.of(
                STREAMS.get(0), List.of(Log.keyed(name, text)),
                STREAMS.get(1), List.of(Log.keyed(name, text))),
            text);
        stored.add(text);
      } catch (OperationException e) {
        doubtful = text;
        last.add(text);
        if (!stored.isEmpty()) {
          last.add(stored.getLast());
        }
        writer = null;
        open.close();
        throw e;
      }
    }

    /** Learns what became of the append that failed. */
    StreamWriter settle() {
      StreamWriter open = writer;
      if (open == null) {
        open = transactions.open(name, 1);
        writer = open;
        open.position().filter(at -> at.equals(doubtful)).ifPresent(stored::add);
        doubtful = null;
      }
      return open;
    }

    /** So that readers see all of it. */
    void reopen() {
      if (writer != null) {
        writer.close();
        writer = null;
      }
      try (StreamWriter open = settle()) {
        assertThat(open.position().stream().toList())
            .isEqualTo(stored.subList(Math.max(0, stored.size() - 1), stored.size()));
      }
    }

    void checkOrder(List<String> read, List<String> kept) {
      assertThat(read.stream().filter(text -> text.startsWith(name + "-")))
          .containsExactlyElementsOf(stored.stream().filter(Set.copyOf(kept)::contains).toList());
    }
  }
}
