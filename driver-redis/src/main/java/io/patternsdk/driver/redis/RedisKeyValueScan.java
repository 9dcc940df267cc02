package io.patternsdk.driver.redis;

import io.lettuce.core.KeyScanArgs;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.KeyValue;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.KeyValueScan;
import io.patternsdk.driver.redis.RedisTopology.Stability;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Walks keys by SCAN, server by server, and reads the values of each page by one MGET. Keys of
 * other types, which are the driver's own or somebody else's, have no value that MGET returns.
 */
final class RedisKeyValueScan implements KeyValueScan {
  /** A key costs this much of a page besides its value. */
  private static final int KEY_BYTES = 100;

  private final RedisConnections redis;
  private final RedisNames names;

  RedisKeyValueScan(RedisConnections redis, RedisNames names) {
    this.redis = redis;
    this.names = names;
  }

  /** Asks one server for one page; values are read wherever they are. */
  private interface Source<T> {
    CompletionStage<Page<T>> page(
        RedisClusterAsyncCommands<String, byte[]> server,
        RedisClusterAsyncCommands<String, byte[]> all,
        ScanCursor cursor,
        int count);
  }

  /** What came at once, some of it perhaps again, and about how large it is. */
  private record Page<T>(ScanCursor cursor, List<T> items, long bytes) {}

  @Override
  public Scan<String> keys(String prefix) {
    return new Walk<>(
        (server, all, cursor, count) ->
            server.scan(cursor, args(prefix, count).type("string")).thenApply(this::names),
        name -> name);
  }

  @Override
  public Scan<Entry> entries(String prefix) {
    return new Walk<>(
        (server, all, cursor, count) ->
            server.scan(cursor, args(prefix, count)).thenCompose(found -> entries(all, found)),
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
    args.match(names.startingWith(prefix)).limit(count);
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
      RedisClusterAsyncCommands<String, byte[]> commands, KeyScanCursor<String> found) {
    List<String> keys = found.getKeys();
    return keys.isEmpty()
        ? CompletableFuture.completedFuture(new Page<>(found, List.of(), 0))
        : RedisMany.values(commands, keys.toArray(String[]::new))
            .thenApply(values -> page(found, values));
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

  /**
   * Has the next page fetched while the caller is busy with the last. Redis may show a key twice
   * while it resizes its table, so the keys seen are remembered until the end, in less than 50
   * bytes each.
   */
  private final class Walk<T> implements Scan<T> {
    private static final int SMALLEST_PAGE = 10;
    private static final int LARGEST_PAGE = 1_000;
    private static final long LOW_BYTES = 2L << 20;
    private static final long HIGH_BYTES = 8L << 20;

    private final Source<T> source;
    private final Function<T, String> key;
    private final SeenKeys seen = new SeenKeys();
    private RedisConnections.@Nullable Bulk bulk;
    private RedisTopology.@Nullable Servers servers;
    private int server;
    private @Nullable CompletableFuture<Page<T>> ahead;
    private int count = LARGEST_PAGE;
    private boolean again;
    private boolean ended;
    private boolean failed;

    Walk(Source<T> source, Function<T, String> key) {
      this.source = source;
      this.key = key;
    }

    @Override
    public List<T> nextPage() {
      if (failed) {
        throw new IllegalStateException("the walk has failed");
      }
      Deadline deadline = redis.calls().begin();
      try {
        List<T> fresh = List.of();
        while (fresh.isEmpty() && !ended) {
          fresh = next(deadline);
        }
        return fresh;
      } catch (RuntimeException e) {
        close();
        failed = true;
        throw e;
      }
    }

    private List<T> next(Deadline deadline) {
      if (bulk == null) {
        bulk = redis.borrow();
      }
      RedisConnections.Batch batch = bulk.batch(deadline);
      RedisTopology.Servers round = servers;
      if (round == null) {
        round = batch.servers();
        servers = round;
        server = 0;
      }
      Page<T> page = batch.await(ahead == null ? ask(batch, round, ScanCursor.INITIAL) : ahead);
      if (page.bytes() > HIGH_BYTES) {
        count = Math.max(SMALLEST_PAGE, count / 4);
      } else if (page.bytes() < LOW_BYTES) {
        count = Math.min(LARGEST_PAGE, count * 2);
      }
      ahead = following(batch, round, page.cursor());
      List<T> fresh = page.items().stream().filter(item -> seen.add(key.apply(item))).toList();
      if (ahead == null) {
        endRound(batch, round);
      }
      return fresh;
    }

    private @Nullable CompletableFuture<Page<T>> following(
        RedisConnections.Batch batch, RedisTopology.Servers round, ScanCursor cursor) {
      if (!cursor.isFinished()) {
        return ask(batch, round, cursor);
      }
      server++;
      return server < round.parts().size() ? ask(batch, round, ScanCursor.INITIAL) : null;
    }

    /**
     * Ends the walk once every key was in its place while all places were looked at. A key that was
     * on its way may have been missed where it came from and where it went to; it goes one way, so
     * a second look finds it.
     */
    private void endRound(RedisConnections.Batch batch, RedisTopology.Servers round) {
      Stability stability = batch.await(round.stability().toCompletableFuture());
      if (stability == Stability.STABLE || (stability == Stability.MOVING && again)) {
        close();
      } else {
        again = stability == Stability.MOVING;
        servers = null;
      }
    }

    private CompletableFuture<Page<T>> ask(
        RedisConnections.Batch batch, RedisTopology.Servers round, ScanCursor cursor) {
      return source
          .page(round.parts().get(server).commands(), batch.commands(), cursor, count)
          .toCompletableFuture();
    }

    @Override
    public void close() {
      ended = true;
      seen.clear();
      if (ahead != null) {
        ahead.cancel(true);
        ahead = null;
      }
      if (bulk != null) {
        bulk.done();
        bulk = null;
      }
    }
  }
}
