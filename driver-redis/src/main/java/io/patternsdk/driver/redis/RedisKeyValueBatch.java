package io.patternsdk.driver.redis;

import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.capability.KeyValueBatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Many keys in one round trip: commands of at most 1,000 keys each, sent one after the other
 * without waiting, so that the server serves others in between.
 */
final class RedisKeyValueBatch implements KeyValueBatch {
  private static final int CHUNK = 1_000;
  private static final long CHUNK_BYTES = 64L << 20;

  private final Calls calls;
  private final StoredNames names;

  RedisKeyValueBatch(Calls calls, StoredNames names) {
    this.calls = calls;
    this.names = names;
  }

  @Override
  public Map<String, byte[]> getAll(Collection<String> keys) {
    return calls.bulk((connection, deadline) -> read(connection.async(), keys, deadline));
  }

  private Map<String, byte[]> read(
      RedisAsyncCommands<String, byte[]> async, Collection<String> keys, Deadline deadline) {
    List<RedisFuture<List<KeyValue<String, byte[]>>>> answers = new ArrayList<>();
    for (String[] chunk : chunks(keys)) {
      answers.add(async.mget(chunk));
    }
    Map<String, byte[]> values = LinkedHashMap.newLinkedHashMap(keys.size());
    var key = keys.iterator();
    for (var answer : answers) {
      for (KeyValue<String, byte[]> value : calls.await(answer, deadline)) {
        String name = key.next();
        if (value.hasValue()) {
          values.put(name, value.getValue());
        }
      }
    }
    return values;
  }

  @Override
  public void setAll(Map<String, byte[]> values) {
    var unused = calls.bulk((connection, deadline) -> write(connection.async(), values, deadline));
  }

  private boolean write(
      RedisAsyncCommands<String, byte[]> async, Map<String, byte[]> values, Deadline deadline) {
    List<RedisFuture<String>> answers = new ArrayList<>();
    Map<String, byte[]> chunk = new LinkedHashMap<>();
    long bytes = 0;
    for (var entry : values.entrySet()) {
      if (chunk.size() == CHUNK || (bytes > 0 && bytes + entry.getValue().length > CHUNK_BYTES)) {
        answers.add(async.mset(chunk));
        chunk = new LinkedHashMap<>();
        bytes = 0;
      }
      chunk.put(names.of(entry.getKey()), entry.getValue());
      bytes += entry.getValue().length;
    }
    answers.add(async.mset(chunk));
    answers.forEach(answer -> calls.await(answer, deadline));
    return true;
  }

  @Override
  public long deleteAll(Collection<String> keys) {
    return calls.bulk((connection, deadline) -> delete(connection.async(), keys, deadline));
  }

  private long delete(
      RedisAsyncCommands<String, byte[]> async, Collection<String> keys, Deadline deadline) {
    List<RedisFuture<Long>> answers = new ArrayList<>();
    for (String[] chunk : chunks(keys)) {
      answers.add(async.unlink(chunk));
    }
    long deleted = 0;
    for (RedisFuture<Long> answer : answers) {
      deleted += calls.await(answer, deadline);
    }
    return deleted;
  }

  private List<String[]> chunks(Collection<String> keys) {
    List<String[]> chunks = new ArrayList<>();
    List<String> chunk = new ArrayList<>();
    for (String key : keys) {
      chunk.add(names.of(key));
      if (chunk.size() == CHUNK) {
        chunks.add(chunk.toArray(String[]::new));
        chunk.clear();
      }
    }
    if (!chunk.isEmpty()) {
      chunks.add(chunk.toArray(String[]::new));
    }
    return chunks;
  }
}
