package io.patternsdk.driver.redis;

import io.lettuce.core.KeyScanArgs;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.KeyValue;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.KeyValueScan;
import io.patternsdk.driver.redis.RedisScan.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Walks keys by SCAN, and reads the values of each page by one MGET. Keys of other types, which are
 * the driver's own or somebody else's, have no value that MGET returns.
 */
final class RedisKeyValueScan implements KeyValueScan {
  /** A key costs this much of a page besides its value. */
  private static final int KEY_BYTES = 100;

  private final Calls calls;
  private final StoredNames names;

  RedisKeyValueScan(Calls calls, StoredNames names) {
    this.calls = calls;
    this.names = names;
  }

  @Override
  public Scan<String> keys(String prefix) {
    return new RedisScan<>(
        calls,
        (async, cursor, count) ->
            async.scan(cursor, args(prefix, count).type("string")).thenApply(this::names),
        name -> name);
  }

  @Override
  public Scan<Entry> entries(String prefix) {
    return new RedisScan<>(
        calls,
        (async, cursor, count) ->
            async.scan(cursor, args(prefix, count)).thenCompose(found -> entries(async, found)),
        Entry::key);
  }

  @Override
  public long count(String prefix) {
    long count = 0;
    try (Scan<String> keys = keys(prefix)) {
      for (List<String> page = keys.nextPage(); !page.isEmpty(); page = keys.nextPage()) {
        count += page.size();
      }
    }
    return count;
  }

  private KeyScanArgs args(String prefix, int count) {
    KeyScanArgs args = new KeyScanArgs();
    args.match(Globs.prefix(names.of(prefix))).limit(count);
    return args;
  }

  private Page<String> names(KeyScanCursor<String> found) {
    List<String> keys = new ArrayList<>(found.getKeys().size());
    for (String stored : found.getKeys()) {
      String name = names.name(stored);
      if (name != null) {
        keys.add(name);
      }
    }
    return new Page<>(found, keys, (long) keys.size() * KEY_BYTES);
  }

  private CompletionStage<Page<Entry>> entries(
      RedisAsyncCommands<String, byte[]> async, KeyScanCursor<String> found) {
    List<String> keys = found.getKeys();
    return keys.isEmpty()
        ? CompletableFuture.completedFuture(new Page<>(found, List.of(), 0))
        : async.mget(keys.toArray(String[]::new)).thenApply(values -> page(found, values));
  }

  private Page<Entry> page(KeyScanCursor<String> found, List<KeyValue<String, byte[]>> values) {
    List<Entry> entries = new ArrayList<>(values.size());
    long bytes = 0;
    for (KeyValue<String, byte[]> value : values) {
      String name = names.name(value.getKey());
      if (name != null && value.hasValue()) {
        entries.add(new Entry(name, value.getValue()));
        bytes += KEY_BYTES + value.getValue().length;
      }
    }
    return new Page<>(found, entries, bytes);
  }
}
