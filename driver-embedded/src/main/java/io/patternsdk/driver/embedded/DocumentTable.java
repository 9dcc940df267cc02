package io.patternsdk.driver.embedded;

import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.filter.Filter.Compare;
import io.patternsdk.core.json.CodePointOrder;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.driver.embedded.FieldIndex.Slot;
import io.patternsdk.driver.embedded.journal.StoredValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The documents under one prefix, with an index for each of some fields. Thread-safe. */
final class DocumentTable {
  /** How far ranges are counted to find the smallest. */
  private static final int COUNTED = 1_000;

  private final String prefix;
  private final Map<JsonPath, FieldIndex> indexes = new LinkedHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final ConcurrentSkipListMap<String, IndexedDocument> documents =
      new ConcurrentSkipListMap<>(CodePointOrder.ASCENDING);

  /** What matches every filter, because nobody knows what it was. */
  private final TreeSet<String> unreadable = new TreeSet<>();

  private volatile boolean complete;

  DocumentTable(String prefix, Set<JsonPath> fields) {
    this.prefix = prefix;
    fields.forEach(field -> indexes.put(field, new FieldIndex()));
  }

  String prefix() {
    return prefix;
  }

  Set<JsonPath> fields() {
    return Collections.unmodifiableSet(indexes.keySet());
  }

  /** Whether every document under the prefix is in it. */
  boolean complete() {
    return complete;
  }

  void completed() {
    complete = true;
  }

  /** Follows a change of a value; the caller holds the key's lock. */
  void changed(String key, @Nullable StoredValue stored) {
    IndexedDocument before = documents.get(key);
    IndexedDocument after = stored == null ? null : read(before, stored);
    lock.lock();
    try {
      if (after == null) {
        documents.remove(key);
      } else {
        documents.put(key, after);
      }
      reindex(key, before, after);
    } finally {
      lock.unlock();
    }
  }

  /** A new TTL leaves the bytes as they are, and they need not be read again. */
  @SuppressWarnings("ReferenceEquality")
  private IndexedDocument read(@Nullable IndexedDocument before, StoredValue stored) {
    return before != null && before.stored().value() == stored.value()
        ? new IndexedDocument(stored, before.fields(), before.readable())
        : IndexedDocument.read(stored, indexes.keySet());
  }

  private void reindex(String key, @Nullable IndexedDocument was, @Nullable IndexedDocument is) {
    IndexedDocument before = was == null || !was.readable() ? null : was;
    IndexedDocument after = is == null || !is.readable() ? null : is;
    if (is != null && after == null) {
      unreadable.add(key);
    } else {
      unreadable.remove(key);
    }
    if (before != null && after != null && before.fields().equals(after.fields())) {
      return;
    }
    indexes.forEach(
        (path, index) -> {
          String name = path.toString();
          if (before != null) {
            index.remove(before.field(name), key);
          }
          if (after != null) {
            index.add(after.field(name), key);
          }
        });
  }

  /** Returns the documents from {@code key} on in the order of keys; of no one moment. */
  ConcurrentNavigableMap<String, IndexedDocument> from(String key, boolean inclusive) {
    return documents.tailMap(key, inclusive);
  }

  /** Hands over what may meet all conditions or cannot be read, each once, as of one moment. */
  void candidates(List<Filter> conditions, Consumer<Map.Entry<String, IndexedDocument>> to) {
    lock.lock();
    try {
      List<NavigableSet<Slot>> ranges = smallest(conditions);
      if (ranges == null) {
        documents.tailMap(prefix, true).entrySet().forEach(to);
        return;
      }
      for (NavigableSet<Slot> range : ranges) {
        range.forEach(slot -> candidate(slot.key(), to));
      }
      unreadable.forEach(key -> candidate(key, to));
    } finally {
      lock.unlock();
    }
  }

  private void candidate(@Nullable String key, Consumer<Map.Entry<String, IndexedDocument>> to) {
    IndexedDocument document = key == null ? null : documents.get(key);
    if (key != null && document != null) {
      to.accept(Map.entry(key, document));
    }
  }

  private @Nullable List<NavigableSet<Slot>> smallest(List<Filter> conditions) {
    List<NavigableSet<Slot>> best = null;
    long least = Long.MAX_VALUE;
    for (Filter condition : conditions) {
      FieldIndex index = condition instanceof Compare c ? indexes.get(c.field()) : null;
      List<NavigableSet<Slot>> ranges = index == null ? null : index.meeting((Compare) condition);
      if (ranges != null) {
        long size = ranges.stream().flatMap(NavigableSet::stream).limit(COUNTED).count();
        if (size < least) {
          least = size;
          best = ranges;
        }
      }
    }
    return best;
  }
}
