package io.patternsdk.driver.redis;

import io.lettuce.core.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Many keys in one round trip: commands of at most 1,000 keys each, sent one after the other
 * without waiting, so that the server serves others in between.
 */
final class RedisKeyValueBatch implements KeyValueBatch {
  private static final int CHUNK = 1_000;
  private static final long CHUNK_BYTES = 64L << 20;

  private final RedisConnections redis;
  private final RedisNames names;

  RedisKeyValueBatch(RedisConnections redis, RedisNames names) {
    this.redis = redis;
    this.names = names;
  }

  @Override
  public Map<String, byte[]> getAll(Collection<String> keys) {
    List<List<KeyValue<String, byte[]>>> answers =
        redis.bulk(batch -> each(batch, keys, batch.commands()::mget));
    Map<String, byte[]> values = LinkedHashMap.newLinkedHashMap(keys.size());
    Iterator<String> key = keys.iterator();
    for (List<KeyValue<String, byte[]>> answer : answers) {
      for (KeyValue<String, byte[]> value : answer) {
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
    var unused = redis.bulk(batch -> write(batch, values));
  }

  private boolean write(RedisConnections.Batch batch, Map<String, byte[]> values) {
    List<Future<String>> answers = new ArrayList<>();
    Map<String, byte[]> chunk = new LinkedHashMap<>();
    long bytes = 0;
    for (var entry : values.entrySet()) {
      if (chunk.size() == CHUNK || (bytes > 0 && bytes + entry.getValue().length > CHUNK_BYTES)) {
        answers.add(batch.commands().mset(chunk));
        chunk = new LinkedHashMap<>();
        bytes = 0;
      }
      chunk.put(names.of(entry.getKey()), entry.getValue());
      bytes += entry.getValue().length;
    }
    answers.add(batch.commands().mset(chunk));
    answers.forEach(batch::await);
    return true;
  }

  @Override
  public long deleteAll(Collection<String> keys) {
    return redis.bulk(batch -> each(batch, keys, batch.commands()::unlink)).stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /** Sends a command for each chunk of keys, then waits for all answers. */
  private <T> List<T> each(
      RedisConnections.Batch batch,
      Collection<String> keys,
      Function<String[], ? extends Future<T>> command) {
    String[] stored = keys.stream().map(names::of).toArray(String[]::new);
    List<Future<T>> answers = new ArrayList<>();
    for (int from = 0; from < stored.length; from += CHUNK) {
      int to = Math.min(stored.length, from + CHUNK);
      answers.add(command.apply(Arrays.copyOfRange(stored, from, to)));
    }
    return answers.stream().map(batch::await).toList();
  }
}
