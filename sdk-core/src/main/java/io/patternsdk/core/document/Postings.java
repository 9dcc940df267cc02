package io.patternsdk.core.document;

import io.patternsdk.core.keyvalue.KeyValueBatch;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.Versioned;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The postings as they are stored. Thread-safe, in any number of processes. */
record Postings(KeyValueCas cas, KeyValueBatch batch) {
  private static final int AT_ONCE = 256;

  /** Changes one, again as often as somebody else was faster; returns what it was before. */
  Posting change(String name, UnaryOperator<Posting> change) {
    while (true) {
      Optional<Versioned> stored = cas.getVersioned(name);
      Posting before = stored.map(one -> Posting.read(one.value())).orElse(Posting.EMPTY);
      Posting after = change.apply(before);
      if (same(before, after) || replace(name, stored, after)) {
        return before;
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // a change that changes nothing returns what it was given
  private static boolean same(Posting before, Posting after) {
    return before == after;
  }

  private boolean replace(String name, Optional<Versioned> stored, Posting after) {
    if (stored.isEmpty()) {
      return cas.setIfAbsent(name, after.toBytes()).isPresent();
    }
    return after.isEmpty()
        ? cas.compareAndDelete(name, stored.get().version())
        : cas.compareAndSet(name, stored.get().version(), after.toBytes()).isPresent();
  }

  /** Stores something of the index that is no posting. */
  void store(String name, byte[] value) {
    batch.setAll(Map.of(name, value));
  }

  /** Reads what exists of some keys. */
  Map<String, byte[]> read(Collection<String> keys) {
    if (keys.size() <= AT_ONCE) {
      return batch.getAll(keys);
    }
    Map<String, byte[]> found = HashMap.newHashMap(keys.size());
    List<String> all = new ArrayList<>(keys);
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      found.putAll(batch.getAll(all.subList(from, Math.min(all.size(), from + AT_ONCE))));
    }
    return found;
  }
}
