package io.patternsdk.testkit.contract.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.stream.AppendResult;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Appends to streams and reads what has to be there.
 *
 * @param streams the capability
 * @param patience how long to wait
 */
record Log(MessageStream streams, Duration patience) {

  Log(MessageStream streams, Subject subject) {
    this(streams, subject.variant().patience());
  }

  static Message keyed(String key, String text) {
    return Message.builder(Values.of(text)).key(key).build();
  }

  Offset append(String stream, String key, String text) {
    return streams.append(stream, keyed(key, text));
  }

  /** Appends so many messages at once; returns where they are. */
  List<Offset> append(String stream, int count, IntFunction<Message> message) {
    AppendResult result =
        streams.appendAll(stream, IntStream.range(0, count).mapToObj(message).toList());
    assertThat(result.failures()).isEmpty();
    return IntStream.range(0, count).mapToObj(i -> result.offset(i).orElseThrow()).toList();
  }

  /** Reads exactly so many from a place on. */
  List<StreamRecord> read(String stream, ReadFrom from, int size) {
    try (StreamReader reader = streams.read(stream, from)) {
      List<StreamRecord> records = several(reader, size);
      nothing(reader);
      return records;
    }
  }

  /** Reads all, which are so many. */
  List<StreamRecord> all(String stream, int size) {
    return read(stream, ReadFrom.earliest(), size);
  }

  /** Reads the next records until there are {@code size}. */
  List<StreamRecord> several(StreamReader reader, int size) {
    List<StreamRecord> all = new ArrayList<>();
    while (all.size() < size) {
      List<StreamRecord> some = reader.poll(size - all.size(), patience);
      assertThat(some).as("read after %s of %s", all.size(), size).isNotEmpty();
      all.addAll(some);
    }
    assertThat(all).hasSize(size);
    return all;
  }

  /** Fails if there is anything to read. */
  static void nothing(StreamReader reader) {
    assertThat(reader.poll(10, Duration.ZERO)).as("more that was read").isEmpty();
  }

  static List<String> texts(List<StreamRecord> records) {
    return records.stream().map(record -> record.message().text()).toList();
  }

  static List<Offset> offsets(List<StreamRecord> records) {
    return records.stream().map(StreamRecord::offset).toList();
  }
}
