package io.patternsdk.cdc;

import io.patternsdk.core.table.TableName;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** What became of the changes that were handed to one destination, by table. Thread-safe. */
final class Counts {
  private final ConcurrentMap<TableName, Of> tables = new ConcurrentHashMap<>();

  private static final class Of {
    final LongAdder processed = new LongAdder();
    final LongAdder filtered = new LongAdder();
    final LongAdder delivered = new LongAdder();
  }

  /**
   * What became of the changes of a table.
   *
   * @param processed how many were handed to the destination
   * @param filtered how many of them the filter left out
   * @param delivered how many of them were delivered
   */
  record Count(long processed, long filtered, long delivered) {
    /** Returns how many are under way. */
    long left() {
      return processed - filtered - delivered;
    }

    Count plus(Count other) {
      return new Count(
          processed + other.processed, filtered + other.filtered, delivered + other.delivered);
    }
  }

  private Of of(TableName table) {
    return tables.computeIfAbsent(table, t -> new Of());
  }

  /** Forgets what was under way when an earlier term ended: it is read again. */
  void begin() {
    byTable().forEach((table, count) -> of(table).processed.add(-count.left()));
  }

  void processed(TableName table) {
    of(table).processed.increment();
  }

  void filtered(TableName table) {
    of(table).filtered.increment();
  }

  void delivered(TableName table) {
    of(table).delivered.increment();
  }

  Map<TableName, Count> byTable() {
    Map<TableName, Count> counts = new TreeMap<>();
    tables.forEach(
        (table, of) ->
            counts.put(
                table, new Count(of.processed.sum(), of.filtered.sum(), of.delivered.sum())));
    return counts;
  }

  Count all() {
    return byTable().values().stream().reduce(new Count(0, 0, 0), Count::plus);
  }
}
