package io.patternsdk.differential;

import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;

import io.patternsdk.cdc.Cdc;
import io.patternsdk.cdc.CdcStatus.Role;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The pattern, and what it tells: each stream has one partition, so its order is the source's. */
final class Ours implements AutoCloseable {
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final Backend target =
      DriverRegistry.load()
          .open(
              "embedded",
              BackendOptions.named("target")
                  .operationTimeout(Duration.ofMinutes(2))
                  .settings(Map.of("stream_partitions", 1)));
  private final Cdc cdc;

  /** Begins to capture. */
  Ours(Backend source, String feed, Collection<String> tables, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("feed", feed);
    all.put("topic_prefix", "cdc");
    all.put("lease", Duration.ofMinutes(10));
    all.put("routes", Map.of("target", Map.of("deliver", "streams")));
    cdc =
        Cdc.builder()
            .source(source)
            .destination("target", target)
            .state(target)
            .tables(tables.toArray(String[]::new))
            .settings(all)
            .onFailure(failures::add)
            .start();
  }

  /** Tells whether the snapshot is over. */
  boolean streams() {
    if (!failures.isEmpty()) {
      throw new IllegalStateException("it has ended", failures.peek());
    }
    return cdc.status().role() == Role.STREAMING;
  }

  /** Returns what it has told so far in some streams. */
  List<Told> told(Collection<String> streams) {
    List<Told> told = new ArrayList<>();
    MessageStream from = target.require(STREAM_BASIC);
    for (String stream : streams) {
      try (StreamReader reader = from.read(stream, ReadFrom.earliest())) {
        for (List<StreamRecord> page = reader.poll(1_000, Duration.ZERO);
            !page.isEmpty();
            page = reader.poll(1_000, Duration.ZERO)) {
          page.forEach(record -> told.add(told(stream, record.message())));
        }
      }
    }
    return told;
  }

  private static Told told(String stream, Message message) {
    return new Told(
        stream,
        message.key().<JsonValue>map(JsonValue::parse).orElse(null),
        message.body().length == 0 ? null : JsonValue.parse(message.body()),
        message.headers());
  }

  @Override
  public void close() {
    cdc.close();
    target.close();
  }
}
