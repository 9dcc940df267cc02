package io.patternsdk.session.internal.regions;

import io.patternsdk.core.merge.Field;
import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Lifecycle;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.RecordPage;
import io.patternsdk.core.merge.RecordQuery;
import io.patternsdk.core.merge.State;
import io.patternsdk.core.merge.StoredRecord;
import io.patternsdk.testkit.MovableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Records in memory that merge as they should, or have a flaw. For one thread. */
final class ModelRecords implements KeyValueMerge {
  private final TreeMap<String, StoredRecord> records = new TreeMap<>();
  private final MovableClock clock;
  private final Flaw flaw;

  ModelRecords(MovableClock clock, Flaw flaw) {
    this.clock = clock;
    this.flaw = flaw;
  }

  @Override
  public Merged merge(String key, Patch patch) {
    StoredRecord before = read(key).orElse(null);
    if (!patch.applies(before, now())) {
      return Merged.refused(Optional.ofNullable(before));
    }
    Map<String, Field> fields = new TreeMap<>(before == null ? Map.of() : before.fields());
    if (flaw == Flaw.REPLACED_RECORD) {
      fields.clear();
    }
    patch
        .fields()
        .forEach(
            (name, field) -> {
              Field stored = fields.get(name);
              if (stored == null || holds(field, stored)) {
                fields.put(name, field);
              }
            });
    if (flaw == Flaw.FORGOTTEN_REMOVAL) {
      fields.values().removeIf(field -> field.value() == null);
    }
    if (flaw == Flaw.LATE_REVIVAL && patch.fields().containsKey(Lifecycle.CREATED)) {
      fields.remove(Lifecycle.ENDED);
    }
    long revision = before == null ? 1 : before.revision() + 1;
    StoredRecord after = new StoredRecord(Map.copyOf(fields), revision, now());
    records.put(key, after);
    return Merged.applied(patch, after);
  }

  private boolean holds(Field field, Field stored) {
    int order =
        flaw == Flaw.TIES_BY_ARRIVAL
            ? Long.compare(field.stamp().time(), stored.stamp().time())
            : field.stamp().compareTo(stored.stamp());
    return flaw == Flaw.STAMPS_THE_WRONG_WAY ? order < 0 : order > 0;
  }

  @Override
  public Optional<StoredRecord> read(String key) {
    return Optional.ofNullable(records.get(key))
        .map(stored -> new StoredRecord(stored.fields(), stored.revision(), now()));
  }

  @Override
  public RecordPage list(RecordQuery query) {
    List<RecordPage.Item> items = new ArrayList<>();
    String from = query.after().orElse(query.prefix());
    for (String key : records.tailMap(from, query.after().isEmpty()).keySet()) {
      if (!key.startsWith(query.prefix())) {
        break;
      }
      StoredRecord record = read(key).orElseThrow();
      boolean asked = record.state() == query.state();
      if (asked && items.size() == query.limit()) {
        boolean more = query.state() == State.ALIVE;
        return new RecordPage(items, more ? Optional.of(items.getLast().key()) : Optional.empty());
      }
      if (asked) {
        items.add(new RecordPage.Item(key, record));
      }
    }
    return new RecordPage(items, Optional.empty());
  }

  private long now() {
    return clock.now().toEpochMilli();
  }
}
