package io.patternsdk.differential;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.patternsdk.core.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Debezium's engine, and what it tells as JSON. */
final class Debezium implements AutoCloseable {
  /** Headers that say where a message comes from, and not what it says. */
  private static final String CONTEXT = "__debezium.context.";

  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final List<SourceRecord> records = new CopyOnWriteArrayList<>();
  private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
  private volatile @Nullable Throwable failure;

  /** Begins to capture. */
  Debezium(Properties properties) {
    engine =
        DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
            .using(properties)
            .notifying(event -> records.add(event.record()))
            .using(
                (success, message, error) -> {
                  if (!success) {
                    failure = error == null ? new IllegalStateException(message) : error;
                  }
                })
            .build();
    thread.execute(engine);
  }

  /** Returns how many messages it has told so far. */
  int count() {
    check();
    return records.size();
  }

  /** Returns what it has told so far, with schemas or without. */
  List<Told> told(boolean schemas) {
    check();
    try (JsonConverter keys = converter(schemas, true);
        JsonConverter values = converter(schemas, false);
        JsonConverter headers = converter(false, true)) {
      return records.stream().map(record -> told(record, keys, values, headers)).toList();
    }
  }

  private void check() {
    Throwable ended = failure;
    if (ended != null) {
      throw new IllegalStateException("Debezium has ended", ended);
    }
  }

  private static JsonConverter converter(boolean schemas, boolean keys) {
    JsonConverter converter = new JsonConverter();
    converter.configure(Map.of("schemas.enable", schemas), keys);
    return converter;
  }

  private static Told told(
      SourceRecord record, JsonConverter keys, JsonConverter values, JsonConverter plain) {
    Map<String, String> headers = new TreeMap<>();
    record
        .headers()
        .forEach(
            header -> {
              if (!header.key().startsWith(CONTEXT)) {
                JsonValue value = json(plain, record.topic(), header.schema(), header.value());
                headers.put(header.key(), String.valueOf(value));
              }
            });
    return new Told(
        record.topic(),
        json(keys, record.topic(), record.keySchema(), record.key()),
        json(values, record.topic(), record.valueSchema(), record.value()),
        headers);
  }

  private static @Nullable JsonValue json(
      JsonConverter converter, String topic, @Nullable Schema schema, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    return JsonValue.parse(converter.fromConnectData(topic, schema, value));
  }

  @Override
  public void close() {
    try {
      engine.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      thread.shutdownNow();
    }
  }
}
