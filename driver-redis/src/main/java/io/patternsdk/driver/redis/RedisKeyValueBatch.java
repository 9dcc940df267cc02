package io.patternsdk.driver.redis;

import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisFuture;
import io.patternsdk.core.keyvalue.KeyValueBatch;
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
    return calls.bulk(batch -> read(batch, keys));
  }

  private Map<String, byte[]> read(Calls.Batch batch, Collection<String> keys) {
    List<RedisFuture<List<KeyValue<String, byte[]>>>> answers = new ArrayList<>();
    for (String[] chunk : chunks(keys)) {
      answers.add(batch.async().mget(chunk));
    }
    Map<String, byte[]> values = LinkedHashMap.newLinkedHashMap(keys.size());
    var key = keys.iterator();
    for (var answer : answers) {
      for (KeyValue<String, byte[]> value : batch.await(answer)) {
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
    var unused = calls.bulk(batch -> write(batch, values));
  }

  private boolean write(Calls.Batch batch, Map<String, byte[]> values) {
    List<RedisFuture<String>> answers = new ArrayList<>();
    Map<String, byte[]> chunk = new LinkedHashMap<>();
    long bytes = 0;
    for (var entry : values.entrySet()) {
      if (chunk.size() == CHUNK || (bytes > 0 && bytes + entry.getValue().length > CHUNK_BYTES)) {
        answers.add(batch.async().mset(chunk));
        chunk = new LinkedHashMap<>();
        bytes = 0;
      }
      chunk.put(names.of(entry.getKey()), entry.getValue());
      bytes += entry.getValue().length;
    }
    answers.add(batch.async().mset(chunk));
    answers.forEach(batch::await);
    return true;
  }

  @Override
  public long deleteAll(Collection<String> keys) {
    return calls.bulk(batch -> delete(batch, keys));
  }

  private long delete(Calls.Batch batch, Collection<String> keys) {
    List<RedisFuture<Long>> answers = new ArrayList<>();
    for (String[] chunk : chunks(keys)) {
      answers.add(batch.async().unlink(chunk));
    }
    long deleted = 0;
    for (RedisFuture<Long> answer : answers) {
      deleted += batch.await(answer);
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
