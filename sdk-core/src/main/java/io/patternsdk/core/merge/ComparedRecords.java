package io.patternsdk.core.merge;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.KeyValueScan;
import io.patternsdk.core.keyvalue.Versioned;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Records as values that are compared and set as a whole: one round trip to read, two to merge and
 * more where others write the same record meanwhile. Time is that of this process. A list reads all
 * that begins with the prefix; that of the expired removes what was kept long enough.
 */
final class ComparedRecords implements KeyValueMerge {
  private final KeyValueCas values;
  private final KeyValueScan scan;
  private final Clock clock;

  ComparedRecords(KeyValueCas values, KeyValueScan scan, Clock clock) {
    this.values = values;
    this.scan = scan;
    this.clock = clock;
  }

  @Override
  public Merged merge(String key, Patch patch) {
    Deadline deadline = Deadline.current();
    do {
      long now = now();
      Optional<Versioned> found = values.getVersioned(key);
      Optional<StoredRecord> before = found.flatMap(v -> RecordCodec.decode(v.value(), now));
      if (!patch.applies(before.orElse(null), now)) {
        return Merged.refused(before);
      }
      StoredRecord after = StoredRecord.merged(before.orElse(null), patch, now);
      OptionalLong kept = Lifecycle.keptUntil(after.fields(), now, patch.horizon().toMillis());
      byte[] bytes = RecordCodec.encode(after, kept);
      boolean won =
          found
              .map(value -> values.compareAndSet(key, value.version(), bytes))
              .orElseGet(() -> values.setIfAbsent(key, bytes))
              .isPresent();
      if (won) {
        return Merged.applied(patch, after);
      }
    } while (!deadline.passed());
    throw new BackendException(
        ErrorKind.TIMED_OUT, Effect.NONE, "others wrote the record until the deadline", null);
  }

  @Override
  public Optional<StoredRecord> read(String key) {
    long now = now();
    return values.getVersioned(key).flatMap(value -> RecordCodec.decode(value.value(), now));
  }

  @Override
  public RecordPage list(RecordQuery query) {
    boolean sweeping = query.state() == State.EXPIRED;
    TreeMap<String, StoredRecord> first = new TreeMap<>();
    boolean more = false;
    try (Scan<Entry> entries = scan.entries(query.prefix())) {
      for (Entry entry : entries) {
        long now = now();
        Optional<StoredRecord> found = RecordCodec.decode(entry.value(), now);
        if (found.isEmpty() && sweeping) {
          remove(entry.key());
        } else if (found.isPresent() && matches(query, entry.key(), found.get())) {
          first.put(entry.key(), found.get());
          if (first.size() > query.limit()) {
            first.pollLastEntry();
            more = true;
          }
        }
      }
    }
    List<RecordPage.Item> items =
        first.entrySet().stream()
            .map(entry -> new RecordPage.Item(entry.getKey(), entry.getValue()))
            .toList();
    return new RecordPage(
        items, more && !sweeping ? Optional.of(first.lastKey()) : Optional.empty());
  }

  @Override
  public long count(String prefix, Optional<String> group) {
    RecordQuery all = RecordQuery.alive(RecordQuery.MOST).startingWith(prefix);
    RecordQuery query = group.map(all::in).orElse(all);
    long count = 0;
    try (Scan<Entry> entries = scan.entries(prefix)) {
      for (Entry entry : entries) {
        Optional<StoredRecord> found = RecordCodec.decode(entry.value(), now());
        count += found.isPresent() && matches(query, entry.key(), found.get()) ? 1 : 0;
      }
    }
    return count;
  }

  private static boolean matches(RecordQuery query, String key, StoredRecord record) {
    return record.state() == query.state()
        && query.after().map(after -> key.compareTo(after) > 0).orElse(true)
        && query.group().map(g -> record.text(Lifecycle.GROUP).equals(Optional.of(g))).orElse(true);
  }

  /** Removes a record that was kept long enough, unless somebody has written it meanwhile. */
  private void remove(String key) {
    values
        .getVersioned(key)
        .filter(value -> RecordCodec.decode(value.value(), now()).isEmpty())
        .ifPresent(value -> values.compareAndDelete(key, value.version()));
  }

  private long now() {
    return clock.now().toEpochMilli();
  }
}
