package io.patternsdk.driver.redis;

import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.capability.Scan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A walk that has the next page fetched while the caller is busy with the last. Redis may show a
 * key twice while it resizes its table, so the keys seen are remembered until the end: some 100
 * bytes and the key itself for each.
 */
final class RedisScan<T> implements Scan<T> {
  private static final int SMALLEST_PAGE = 10;
  private static final int FIRST_PAGE = 1_000;
  private static final int LARGEST_PAGE = 1_000;
  private static final long LOW_BYTES = 2L << 20;
  private static final long HIGH_BYTES = 8L << 20;

  private final Calls calls;
  private final Source<T> source;
  private final Function<T, String> key;
  private final Set<String> seen = new HashSet<>();
  private Connections.@Nullable Bulk bulk;
  private @Nullable CompletableFuture<Page<T>> ahead;
  private int count = FIRST_PAGE;
  private State state = State.OPEN;

  private enum State {
    OPEN,
    ENDED,
    FAILED
  }

  RedisScan(Calls calls, Source<T> source, Function<T, String> key) {
    this.calls = calls;
    this.source = source;
    this.key = key;
  }

  /** Asks for one page. */
  @FunctionalInterface
  interface Source<T> {
    CompletionStage<Page<T>> page(
        RedisAsyncCommands<String, byte[]> async, ScanCursor cursor, int count);
  }

  /**
   * What came at once.
   *
   * @param cursor where the walk goes on
   * @param items what was found, perhaps nothing, perhaps again
   * @param bytes about how large it is
   */
  record Page<T>(ScanCursor cursor, List<T> items, long bytes) {}

  @Override
  public List<T> nextPage() {
    if (state == State.FAILED) {
      throw new IllegalStateException("the walk has failed");
    }
    Deadline deadline = calls.deadline();
    try {
      List<T> fresh = List.of();
      while (fresh.isEmpty() && state != State.ENDED) {
        fresh = next(deadline);
      }
      return fresh;
    } catch (RuntimeException e) {
      close();
      state = State.FAILED;
      throw e;
    }
  }

  private List<T> next(Deadline deadline) {
    if (bulk == null) {
      bulk = calls.borrow();
    }
    Calls.Batch batch = calls.new Batch(bulk.lane(), deadline);
    Page<T> page = batch.await(ahead == null ? ask(batch, ScanCursor.INITIAL) : ahead);
    count = adapted(page.bytes());
    ahead = page.cursor().isFinished() ? null : ask(batch, page.cursor());
    List<T> fresh = unseen(page.items());
    if (ahead == null) {
      close();
    }
    return fresh;
  }

  private CompletableFuture<Page<T>> ask(Calls.Batch batch, ScanCursor cursor) {
    return source.page(batch.async(), cursor, count).toCompletableFuture();
  }

  private List<T> unseen(List<T> items) {
    List<T> fresh = new ArrayList<>(items.size());
    for (T item : items) {
      if (seen.add(key.apply(item))) {
        fresh.add(item);
      }
    }
    return fresh;
  }

  /** Keeps the memory of a page in bounds, whatever the size of the values. */
  private int adapted(long bytes) {
    if (bytes > HIGH_BYTES) {
      return Math.max(SMALLEST_PAGE, count / 4);
    }
    return bytes < LOW_BYTES ? Math.min(LARGEST_PAGE, count * 2) : count;
  }

  @Override
  public void close() {
    state = State.ENDED;
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
