package io.patternsdk.cdc;

import io.patternsdk.core.table.TableName;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What became of the changes that were handed to one destination, by table of the source.
 * Thread-safe.
 */
final class Counts {
  private final ConcurrentMap<TableName, Of> tables = new ConcurrentHashMap<>();

  private static final class Of {
    final LongAdder processed = new LongAdder();
    final LongAdder filtered = new LongAdder();
    final LongAdder delivered = new LongAdder();
    final LongAdder parked = new LongAdder();
    final LongAdder skipped = new LongAdder();
    final LongAdder failed = new LongAdder();

    Count count() {
      return new Count(
          processed.sum(),
          filtered.sum(),
          delivered.sum(),
          parked.sum(),
          skipped.sum(),
          failed.sum());
    }
  }

  /**
   * What became of the changes of a table.
   *
   * @param processed how many were handed to the destination, or found parked
   * @param filtered how many of them were left out
   * @param delivered how many of them were delivered
   * @param parked how many of them are parked
   * @param skipped how many of them somebody skipped
   * @param failed how often one was refused
   */
  record Count(
      long processed, long filtered, long delivered, long parked, long skipped, long failed) {
    static final Count NONE = new Count(0, 0, 0, 0, 0, 0);

    /** Returns how many are under way. */
    long left() {
      return processed - filtered - delivered - parked - skipped;
    }

    Count plus(Count other) {
      return new Count(
          processed + other.processed,
          filtered + other.filtered,
          delivered + other.delivered,
          parked + other.parked,
          skipped + other.skipped,
          failed + other.failed);
    }

    @Override
    public String toString() {
      return "processed "
          + processed
          + " = delivered "
          + delivered
          + " + filtered "
          + filtered
          + " + parked "
          + parked
          + " + skipped "
          + skipped
          + " + left "
          + left();
    }
  }

  private Of of(TableName table) {
    return tables.computeIfAbsent(table, t -> new Of());
  }

  /** Forgets what was under way or parked when an earlier term ended: it is read again. */
  void begin() {
    tables
        .values()
        .forEach(
            of -> {
              Count count = of.count();
              of.processed.add(-count.left() - count.parked);
              of.parked.add(-count.parked);
            });
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

  void parked(TableName table) {
    of(table).parked.increment();
  }

  void failed(TableName table) {
    of(table).failed.increment();
  }

  /** Counts a parked one that was delivered after all. */
  void released(TableName table) {
    of(table).parked.decrement();
    of(table).delivered.increment();
  }

  /** Counts a parked one that nobody wants any more. */
  void skipped(TableName table) {
    of(table).parked.decrement();
    of(table).skipped.increment();
  }

  /** Counts one that an earlier term or process has parked. */
  void found(TableName table) {
    of(table).processed.increment();
    of(table).parked.increment();
  }

  /** Forgets one that is counted as parked already. */
  void repeated(TableName table) {
    of(table).processed.decrement();
  }

  /** Forgets a parked one that a snapshot has instead. */
  void superseded(TableName table) {
    of(table).processed.decrement();
    of(table).parked.decrement();
  }

  Map<TableName, Count> byTable() {
    Map<TableName, Count> counts = new TreeMap<>();
    tables.forEach((table, of) -> counts.put(table, of.count()));
    return counts;
  }

  Count of(TableName table, Count otherwise) {
    Of there = tables.get(table);
    return there == null ? otherwise : there.count();
  }

  Count all() {
    return tables.values().stream().map(Of::count).reduce(Count.NONE, Count::plus);
  }
}
