package io.patternsdk.core.merge;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Records in a map, at a time that is told. */
final class MapRecords implements KeyValueMerge {
  final Map<String, StoredRecord> map = new ConcurrentHashMap<>();
  boolean repeating;
  Runnable before = () -> {};

  @Override
  public Merged merge(String key, Patch patch) {
    before.run();
    Merged merged = once(key, patch);
    return repeating ? once(key, patch).afterRepeating() : merged;
  }

  private Merged once(String key, Patch patch) {
    StoredRecord stored = map.get(key);
    if (!patch.applies(stored, 0)) {
      return Merged.refused(Optional.ofNullable(stored));
    }
    StoredRecord after = StoredRecord.merged(stored, patch, 0);
    map.put(key, after);
    return Merged.applied(patch, after);
  }

  @Override
  public Optional<StoredRecord> read(String key) {
    return Optional.ofNullable(map.get(key));
  }

  @Override
  public RecordPage list(RecordQuery query) {
    throw new UnsupportedOperationException();
  }
}
