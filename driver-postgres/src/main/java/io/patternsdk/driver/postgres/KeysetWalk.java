package io.patternsdk.driver.postgres;

import io.patternsdk.core.capability.Scan;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A walk in the order of keys, each page read by a statement of its own that begins behind the last
 * key: nothing stays open on the server between two pages.
 */
final class KeysetWalk<T> implements Scan<T> {
  /** A page ends after the value that reaches this. */
  static final long PAGE_BYTES = 4L << 20;

  private final int size;
  private final Function<byte[], List<T>> page;
  private final Function<T, String> key;
  private final ToLongFunction<T> bytes;
  private byte[] from;
  private boolean ended;
  private boolean failed;

  /**
   * Begins one.
   *
   * @param from the least key of the walk, as it is stored
   * @param size how many a page has at most
   * @param page reads what comes next, the given key included, in order: as many, unless their
   *     values reach {@link #PAGE_BYTES} or there are no more
   * @param bytes how long the value is of what was read
   */
  KeysetWalk(
      byte[] from,
      int size,
      Function<byte[], List<T>> page,
      Function<T, String> key,
      ToLongFunction<T> bytes) {
    this.from = from;
    this.size = size;
    this.page = page;
    this.key = key;
    this.bytes = bytes;
  }

  /** What comes after a key in the order of bytes, before any other that does. */
  static byte[] after(String key) {
    byte[] stored = PostgresKeyValue.stored(key);
    return Arrays.copyOf(stored, stored.length + 1);
  }

  /** What comes after every key that begins with a prefix; no byte of UTF-8 is 0xff. */
  static byte[] end(String prefix) {
    byte[] end = PostgresKeyValue.stored(prefix);
    if (end.length == 0) {
      return new byte[] {(byte) 0xff};
    }
    end[end.length - 1]++;
    return end;
  }

  @Override
  public List<T> nextPage() {
    if (failed) {
      throw new IllegalStateException("the walk has failed");
    }
    if (ended) {
      return List.of();
    }
    failed = true;
    List<T> read = page.apply(from);
    failed = false;
    ended = read.size() < size && read.stream().mapToLong(bytes).sum() < PAGE_BYTES;
    if (!ended) {
      from = after(key.apply(read.getLast()));
    }
    return read;
  }

  @Override
  public void close() {
    ended = true;
  }
}
