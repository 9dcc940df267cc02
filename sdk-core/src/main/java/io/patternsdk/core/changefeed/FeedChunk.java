package io.patternsdk.core.changefeed;

import io.patternsdk.core.table.Row;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * Rows of one table as of one moment, and where that moment is among the changes. All changes that
 * the rows have are before {@link #through}; a change before it that {@link #has} denies is newer
 * than they are.
 *
 * @param rows in the order of their keys; unmodifiable
 * @param last whether there was no row behind them
 * @param bytes about how large they are at the source
 * @param time when they were read, by the source's clock
 * @param through no transaction that the rows have is behind it
 * @param seen tells whether the rows have a transaction of the source
 * @param source what the source says of each of them
 */
public record FeedChunk(
    List<Row> rows,
    boolean last,
    long bytes,
    Instant time,
    FeedPosition through,
    Predicate<String> seen,
    SourceInfo source) {

  /** Copies the rows. */
  public FeedChunk {
    rows = List.copyOf(rows);
  }

  /** Makes one of whose rows the source says nothing else. */
  public FeedChunk(
      List<Row> rows,
      boolean last,
      long bytes,
      Instant time,
      FeedPosition through,
      Predicate<String> seen) {
    this(rows, last, bytes, time, through, seen, SourceInfo.NONE);
  }

  /** Tells whether the rows have what a transaction did, by its name in {@link Change}. */
  public boolean has(String transaction) {
    return seen.test(transaction);
  }
}
