package io.patternsdk.session.internal.regions;

import io.patternsdk.core.merge.Condition;
import io.patternsdk.core.merge.Field;
import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.Stamp;
import io.patternsdk.core.merge.StoredRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Merges what one region has into the other, and what comes of it back. Thread-safe. */
record Merging(KeyValueMerge own, KeyValueMerge other, Duration horizon) implements Reconciling {

  @Override
  public Outcome reconcile(String key, Optional<StoredRecord> here, Optional<StoredRecord> there) {
    KeyValueMerge from = here.isPresent() ? own : other;
    KeyValueMerge to = here.isPresent() ? other : own;
    StoredRecord sent = here.or(() -> there).orElseThrow();
    Merged merged = to.merge(key, whole(sent, horizon));
    Optional<StoredRecord> both = merged.record();
    if (both.isPresent() && !stamps(both.get()).equals(stamps(sent))) {
      var unused = from.merge(key, whole(both.get(), horizon));
      return Outcome.REPAIRED;
    }
    boolean equal = there.isPresent() && stamps(there.get()).equals(stamps(sent));
    return here.isPresent() && equal ? Outcome.EQUAL : Outcome.REPAIRED;
  }

  static Patch whole(StoredRecord record, Duration horizon) {
    return new Patch(record.fields(), Condition.ALWAYS, horizon);
  }

  static Map<String, Stamp> stamps(StoredRecord record) {
    Map<String, Stamp> stamps = new HashMap<>();
    for (Map.Entry<String, Field> field : record.fields().entrySet()) {
      stamps.put(field.getKey(), field.getValue().stamp());
    }
    return stamps;
  }
}
