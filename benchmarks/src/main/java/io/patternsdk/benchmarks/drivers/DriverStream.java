package io.patternsdk.benchmarks.drivers;

import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A driver's streams of one partition: one that is appended to, one that is read. */
final class DriverStream implements AutoCloseable {
  static final byte[] BODY = new byte[100];
  private static final String APPENDED = "appended";
  private static final String READ = "read";

  private final Backend backend;
  private final MessageStream streams;

  private DriverStream(Backend backend) {
    this.backend = backend;
    this.streams = backend.require(StandardCapabilities.STREAM_BASIC);
  }

  static DriverStream open(String driver, Map<String, ?> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("stream_partitions", 1);
    BackendOptions options = BackendOptions.named("bench").namespace("bench").settings(all);
    DriverStream stream = new DriverStream(DriverRegistry.load().open(driver, options));
    for (int i = 0; i < Rereading.RECORDS; i += Rereading.BATCH) {
      var unused = stream.streams.appendAll(READ, batch());
    }
    return stream;
  }

  private static List<Message> batch() {
    return Stream.generate(() -> Message.of(BODY)).limit(Rereading.BATCH).toList();
  }

  void append() {
    var unused = streams.append(APPENDED, Message.of(BODY));
  }

  Rereading.Reader reader() {
    StreamReader reader = streams.read(READ, ReadFrom.earliest());
    return new Rereading.Reader() {
      @Override
      public int next() {
        return reader.poll(Rereading.BATCH, Duration.ZERO).size();
      }

      @Override
      public void end() {
        reader.close();
      }
    };
  }

  @Override
  public void close() {
    backend.close();
  }
}
