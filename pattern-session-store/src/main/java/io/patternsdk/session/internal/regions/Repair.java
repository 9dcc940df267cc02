package io.patternsdk.session.internal.regions;

import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.RangeDigest;
import io.patternsdk.core.merge.RecordPage;
import io.patternsdk.core.merge.RecordQuery;
import io.patternsdk.core.merge.StoredRecord;
import io.patternsdk.session.regions.RepairProgress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Makes two regions equal: digests of ranges of keys say where they differ, and there records are
 * compared and made equal. Begun again after a failure it finds equal what it has repaired. For one
 * thread.
 */
final class Repair {
  /** Of how few records it is cheaper to read them than to ask for more digests. */
  private static final int FEW = 8;

  private static final int PAGE = 500;

  private final KeyValueMerge own;
  private final KeyValueMerge other;
  private final Reconciling reconciling;
  private final Consumer<RepairProgress> hears;
  private RepairProgress progress = RepairProgress.NONE;

  /**
   * Makes one.
   *
   * @param reconciling makes a record equal that differs
   * @param hears is told how far it is
   */
  Repair(
      KeyValueMerge own,
      KeyValueMerge other,
      Reconciling reconciling,
      Consumer<RepairProgress> hears) {
    this.own = own;
    this.other = other;
    this.reconciling = reconciling;
    this.hears = hears;
  }

  /** Makes them equal as they are, while others go on to write. */
  RepairProgress run() {
    Map<String, RangeDigest> mine = own.digests("");
    Map<String, RangeDigest> theirs = other.digests("");
    Set<String> ranges = union(mine.keySet(), theirs.keySet());
    progress = new RepairProgress(ranges.size(), 0, 0, 0, 0);
    hears.accept(progress);
    for (String range : ranges) {
      compare("", range, mine, theirs);
      progress = counted(1, 0, 0, 0);
      hears.accept(progress);
    }
    return progress;
  }

  private void descend(String prefix) {
    Map<String, RangeDigest> mine = own.digests(prefix);
    Map<String, RangeDigest> theirs = other.digests(prefix);
    for (String range : union(mine.keySet(), theirs.keySet())) {
      compare(prefix, range, mine, theirs);
    }
  }

  private void compare(
      String within, String range, Map<String, RangeDigest> mine, Map<String, RangeDigest> theirs) {
    RangeDigest here = mine.getOrDefault(range, RangeDigest.NONE);
    RangeDigest there = theirs.getOrDefault(range, RangeDigest.NONE);
    if (here.equals(there)) {
      return;
    }
    if (range.equals(within) || Math.max(here.records(), there.records()) <= FEW) {
      exchange(range);
    } else {
      descend(range);
    }
  }

  private void exchange(String range) {
    Map<String, StoredRecord> mine = records(own, range);
    Map<String, StoredRecord> theirs = records(other, range);
    long repaired = 0;
    long dropped = 0;
    for (String key : union(mine.keySet(), theirs.keySet())) {
      StoredRecord here = mine.get(key);
      StoredRecord there = theirs.get(key);
      boolean equal =
          here != null && there != null && Merging.stamps(here).equals(Merging.stamps(there));
      if (!equal) {
        switch (reconciling.reconcile(key, Optional.ofNullable(here), Optional.ofNullable(there))) {
          case DROPPED -> dropped++;
          case REPAIRED -> repaired++;
          case EQUAL -> {}
        }
      }
    }
    progress = counted(0, mine.size() + (long) theirs.size(), repaired, dropped);
    hears.accept(progress);
  }

  private RepairProgress counted(int done, long read, long repaired, long dropped) {
    return new RepairProgress(
        progress.ranges(),
        progress.done() + done,
        progress.read() + read,
        progress.repaired() + repaired,
        progress.dropped() + dropped);
  }

  private static Map<String, StoredRecord> records(KeyValueMerge region, String range) {
    Map<String, StoredRecord> records = new HashMap<>();
    RecordQuery query = RecordQuery.alive(PAGE).startingWith(range);
    Optional<String> next = Optional.empty();
    do {
      RecordPage page = region.list(query.after(next));
      page.records().forEach(item -> records.put(item.key(), item.record()));
      next = page.next();
    } while (next.isPresent());
    return records;
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(others);
    return all;
  }
}
