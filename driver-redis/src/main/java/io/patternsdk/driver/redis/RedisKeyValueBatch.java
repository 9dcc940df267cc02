package io.patternsdk.driver.redis;

import io.lettuce.core.KeyValue;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
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
    List<List<KeyValue<String, byte[]>>> answers =
        redis.bulk(
            batch -> each(stored, batch.commands()::mget).stream().map(batch::await).toList());
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
    Map<Integer, Map<String, byte[]>> slots = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          String stored = names.of(key);
          int slot = redis.topology().slot(stored);
          slots.computeIfAbsent(slot, s -> new LinkedHashMap<>()).put(stored, value);
        });
    List<Future<String>> answers = new ArrayList<>();
    slots.values().forEach(slot -> write(batch, slot, answers));
    var unused = settled(batch, answers);
    return true;
  }

  private static void write(
      RedisConnections.Batch batch, Map<String, byte[]> values, List<Future<String>> answers) {
    Map<String, byte[]> chunk = new LinkedHashMap<>();
    long bytes = 0;
    for (var entry : values.entrySet()) {
      if (chunk.size() == CHUNK || (bytes > 0 && bytes + entry.getValue().length > CHUNK_BYTES)) {
        answers.add(batch.commands().mset(chunk));
        chunk = new LinkedHashMap<>();
        bytes = 0;
      }
      chunk.put(entry.getKey(), entry.getValue());
      bytes += entry.getValue().length;
    }
    answers.add(batch.commands().mset(chunk));
  }

  @Override
  public long deleteAll(Collection<String> keys) {
    return redis.bulk(batch -> delete(batch, keys));
  }

  private long delete(RedisConnections.Batch batch, Collection<String> keys) {
    Map<Integer, List<String>> slots = new LinkedHashMap<>();
    for (String key : keys) {
      String stored = names.of(key);
      slots.computeIfAbsent(redis.topology().slot(stored), s -> new ArrayList<>()).add(stored);
    }
    List<Future<Long>> answers = new ArrayList<>();
    for (List<String> slot : slots.values()) {
      answers.addAll(each(slot.toArray(String[]::new), batch.commands()::unlink));
    }
    return settled(batch, answers).stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Waits for all answers.
   *
   * @throws BackendException if one of them is a failure: with effect UNKNOWN unless all are, and
   *     certainly did nothing
   */
  private static <T> List<T> settled(RedisConnections.Batch batch, List<Future<T>> answers) {
    List<T> results = new ArrayList<>();
    List<BackendException> failures = new ArrayList<>();
    for (Future<T> answer : answers) {
      try {
        results.add(batch.await(answer));
      } catch (BackendException e) {
        failures.add(e);
      }
    }
    if (failures.isEmpty()) {
      return results;
    }
    BackendException first = failures.getFirst();
    boolean nothing =
        results.isEmpty() && failures.stream().allMatch(e -> e.effect() == Effect.NONE);
    if (nothing || first.effect() == Effect.UNKNOWN) {
      throw first;
    }
    throw new BackendException(
        first.kind(), Effect.UNKNOWN, "done in part: " + first.getMessage(), first);
  }

  /** Sends a command for each chunk of keys. */
  private static <T> List<Future<T>> each(
      String[] stored, Function<String[], ? extends Future<T>> command) {
    List<Future<T>> answers = new ArrayList<>();
    for (int from = 0; from < stored.length; from += CHUNK) {
      int to = Math.min(stored.length, from + CHUNK);
      answers.add(command.apply(Arrays.copyOfRange(stored, from, to)));
    }
    return answers;
  }
}
