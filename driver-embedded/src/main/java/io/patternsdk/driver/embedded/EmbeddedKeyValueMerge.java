package io.patternsdk.driver.embedded;

import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Lifecycle;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.RangeDigest;
import io.patternsdk.core.merge.RecordCodec;
import io.patternsdk.core.merge.RecordPage;
import io.patternsdk.core.merge.RecordQuery;
import io.patternsdk.core.merge.State;
import io.patternsdk.core.merge.StoredRecord;
import io.patternsdk.driver.embedded.journal.MonotonicClock;
import io.patternsdk.driver.embedded.journal.Sequence;
import io.patternsdk.driver.embedded.journal.StoredValue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Records as values of the driver's own, which expire when they were kept long enough. Which are
 * grouped under what is remembered in memory, changed in the step that changes the record.
 */
final class EmbeddedKeyValueMerge implements KeyValueMerge {
  private static final String PREFIX = "record\0";
  private static final String BEFORE_KEY = "\0";
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final StoredValues values;
  private final Sequence sequence;
  private final MonotonicClock time;
  private final NavigableSet<String> groups = new ConcurrentSkipListSet<>();

  /** With values that have been loaded. */
  EmbeddedKeyValueMerge(StoredValues values, Sequence sequence, MonotonicClock time) {
    this.values = values;
    this.sequence = sequence;
    this.time = time;
    values
        .keys(PREFIX)
        .forEach(
            stored -> group(stored.substring(PREFIX.length()), null, record(values.find(stored))));
  }

  @Override
  public Merged merge(String key, Patch patch) {
    AtomicReference<@Nullable Merged> result = new AtomicReference<>();
    values.apply(
        PREFIX + key,
        stored -> {
          StoredRecord before = record(stored);
          long now = time.nowMillis();
          if (!patch.applies(before, now)) {
            result.set(Merged.refused(Optional.ofNullable(before)));
            return stored;
          }
          StoredRecord after = StoredRecord.merged(before, patch, now);
          result.set(Merged.applied(patch, after));
          group(key, before, after);
          return stored(after, patch, now);
        });
    return Objects.requireNonNull(result.get());
  }

  private StoredValue stored(StoredRecord record, Patch patch, long now) {
    OptionalLong until = Lifecycle.keptUntil(record.fields(), now, patch.horizon().toMillis());
    long millis = until.orElse(MonotonicClock.NEVER);
    long nanos =
        millis < MonotonicClock.NEVER / NANOS_PER_MILLI
            ? millis * NANOS_PER_MILLI
            : MonotonicClock.NEVER;
    return new StoredValue(
        RecordCodec.encode(record, OptionalLong.empty()), sequence.next(), nanos);
  }

  private @Nullable StoredRecord record(@Nullable StoredValue stored) {
    return stored == null
        ? null
        : RecordCodec.decode(stored.value(), time.nowMillis()).orElse(null);
  }

  private void group(String key, @Nullable StoredRecord before, @Nullable StoredRecord after) {
    String old = listed(key, before);
    String current = listed(key, after);
    if (current != null) {
      groups.add(current);
    }
    if (old != null && !old.equals(current)) {
      groups.remove(old);
    }
  }

  /** Under what a record is listed in its group; null if it is not. */
  private static @Nullable String listed(String key, @Nullable StoredRecord record) {
    if (record == null || record.state() == State.PENDING || record.state() == State.ENDED) {
      return null;
    }
    return record.text(Lifecycle.GROUP).map(group -> group + BEFORE_KEY + key).orElse(null);
  }

  @Override
  public Optional<StoredRecord> read(String key) {
    return Optional.ofNullable(record(values.find(PREFIX + key)));
  }

  @Override
  public RecordPage list(RecordQuery query) {
    List<RecordPage.Item> items = new ArrayList<>();
    for (Iterator<String> keys = keys(query); keys.hasNext(); ) {
      String key = keys.next();
      StoredRecord record = record(values.find(PREFIX + key));
      if (record == null || record.state() != query.state() || !grouped(query, record)) {
        continue;
      }
      if (items.size() == query.limit()) {
        boolean more = query.state() == State.ALIVE;
        return new RecordPage(items, more ? Optional.of(items.getLast().key()) : Optional.empty());
      }
      items.add(new RecordPage.Item(key, record));
    }
    return new RecordPage(items, Optional.empty());
  }

  @Override
  public long count(String prefix, Optional<String> group) {
    RecordQuery all = RecordQuery.alive(RecordQuery.MOST).startingWith(prefix);
    RecordQuery query = group.map(all::in).orElse(all);
    long count = 0;
    for (Iterator<String> keys = keys(query); keys.hasNext(); ) {
      StoredRecord record = record(values.find(PREFIX + keys.next()));
      boolean alive = record != null && record.state() == State.ALIVE && grouped(query, record);
      count += alive ? 1 : 0;
    }
    return count;
  }

  @Override
  public Map<String, RangeDigest> digests(String prefix) {
    Map<String, RangeDigest> digests = new TreeMap<>();
    RecordQuery query = RecordQuery.alive(RecordQuery.MOST).startingWith(prefix);
    for (Iterator<String> keys = keys(query); keys.hasNext(); ) {
      String key = keys.next();
      StoredRecord record = record(values.find(PREFIX + key));
      if (record != null && record.state() == State.ALIVE) {
        RangeDigest.add(digests, prefix, key, record);
      }
    }
    return digests;
  }

  /** The index may be ahead of the record, whose change it is part of. */
  private static boolean grouped(RecordQuery query, StoredRecord record) {
    return query.group().isEmpty() || query.group().equals(record.text(Lifecycle.GROUP));
  }

  private Iterator<String> keys(RecordQuery query) {
    if (query.group().isEmpty()) {
      return values
          .keys(PREFIX + query.prefix())
          .map(stored -> stored.substring(PREFIX.length()))
          .filter(key -> query.after().map(after -> key.compareTo(after) > 0).orElse(true))
          .iterator();
    }
    values.admit();
    String start = query.group().get() + BEFORE_KEY;
    return groups
        .tailSet(start + query.after().orElse(query.prefix()), query.after().isEmpty())
        .stream()
        .takeWhile(entry -> entry.startsWith(start + query.prefix()))
        .map(entry -> entry.substring(start.length()))
        .iterator();
  }
}
