package io.patternsdk.driver.redis;

import io.lettuce.core.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueBatch;
import io.patternsdk.driver.redis.RedisMany.Sent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Many keys in one round trip: commands of at most 1,000 keys of one slot each, sent one after the
 * other without waiting, so that the server serves others in between.
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
    String[] stored = keys.stream().map(names::of).toArray(String[]::new);
    List<List<KeyValue<String, byte[]>>> answers = redis.bulkRead(batch -> read(batch, stored));
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

  private static List<List<KeyValue<String, byte[]>>> read(
      RedisConnections.Batch batch, String... stored) {
    Function<String[], Future<List<KeyValue<String, byte[]>>>> get = batch.commands()::mget;
    List<Sent<List<KeyValue<String, byte[]>>>> sent = new ArrayList<>();
    for (String[] chunk : chunks(stored)) {
      sent.add(new Sent<>(chunk, get.apply(chunk), key -> get.apply(new String[] {key})));
    }
    return RedisMany.settled(batch, sent);
  }

  @Override
  public void setAll(Map<String, byte[]> values) {
    var unused = redis.bulk(batch -> write(batch, values));
  }

  private List<String> write(RedisConnections.Batch batch, Map<String, byte[]> values) {
    Map<Integer, Map<String, byte[]>> slots = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          String stored = names.of(key);
          int slot = redis.topology().slot(stored);
          slots.computeIfAbsent(slot, s -> new LinkedHashMap<>()).put(stored, value);
        });
    List<Sent<String>> sent = new ArrayList<>();
    slots.values().forEach(slot -> write(batch, slot, sent));
    return RedisMany.settled(batch, sent);
  }

  private static void write(
      RedisConnections.Batch batch, Map<String, byte[]> values, List<Sent<String>> sent) {
    Map<String, byte[]> chunk = new LinkedHashMap<>();
    long bytes = 0;
    for (var entry : values.entrySet()) {
      if (chunk.size() == CHUNK || (bytes > 0 && bytes + entry.getValue().length > CHUNK_BYTES)) {
        sent.add(store(batch, chunk));
        chunk = new LinkedHashMap<>();
        bytes = 0;
      }
      chunk.put(entry.getKey(), entry.getValue());
      bytes += entry.getValue().length;
    }
    sent.add(store(batch, chunk));
  }

  private static Sent<String> store(RedisConnections.Batch batch, Map<String, byte[]> chunk) {
    return new Sent<>(
        chunk.keySet().toArray(String[]::new),
        batch.commands().mset(chunk),
        key -> batch.commands().mset(Map.of(key, Objects.requireNonNull(chunk.get(key)))));
  }

  @Override
  public long deleteAll(Collection<String> keys) {
    return redis.bulk(batch -> delete(batch, keys)).stream().mapToLong(Long::longValue).sum();
  }

  private List<Long> delete(RedisConnections.Batch batch, Collection<String> keys) {
    Map<Integer, List<String>> slots = new LinkedHashMap<>();
    for (String key : keys) {
      String stored = names.of(key);
      slots.computeIfAbsent(redis.topology().slot(stored), s -> new ArrayList<>()).add(stored);
    }
    Function<String[], Future<Long>> unlink = batch.commands()::unlink;
    List<Sent<Long>> sent = new ArrayList<>();
    for (List<String> slot : slots.values()) {
      for (String[] chunk : chunks(slot.toArray(String[]::new))) {
        sent.add(new Sent<>(chunk, unlink.apply(chunk), key -> unlink.apply(new String[] {key})));
      }
    }
    return RedisMany.settled(batch, sent);
  }

  private static List<String[]> chunks(String... keys) {
    List<String[]> chunks = new ArrayList<>();
    for (int from = 0; from < keys.length; from += CHUNK) {
      chunks.add(Arrays.copyOfRange(keys, from, Math.min(keys.length, from + CHUNK)));
    }
    return chunks;
  }
}
