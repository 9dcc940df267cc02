package io.patternsdk.driver.embedded;

import io.patternsdk.core.keyvalue.KeyValueBatch;
import io.patternsdk.driver.embedded.StoredValues.Change;
import io.patternsdk.driver.embedded.journal.Journal.Commit;
import io.patternsdk.driver.embedded.journal.MonotonicClock;
import io.patternsdk.driver.embedded.journal.StoredValue;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Many values at a time, which wait for the disk together. */
final class EmbeddedKeyValueBatch implements KeyValueBatch {
  private final StoredValues values;
  private final EmbeddedKeyValue keyValue;

  EmbeddedKeyValueBatch(StoredValues values, EmbeddedKeyValue keyValue) {
    this.values = values;
    this.keyValue = keyValue;
  }

  @Override
  public Map<String, byte[]> getAll(Collection<String> keys) {
    Map<String, byte[]> found = LinkedHashMap.newLinkedHashMap(keys.size());
    for (String key : keys) {
      StoredValue stored = values.find(key);
      if (stored != null) {
        found.put(key, stored.value());
      }
    }
    return found;
  }

  @Override
  public void setAll(Map<String, byte[]> all) {
    Commit last = Commit.NONE;
    for (Map.Entry<String, byte[]> entry : all.entrySet()) {
      last = keyValue.set(entry.getKey(), entry.getValue(), MonotonicClock.NEVER);
    }
    last.await(); // the last one is on disk after all others
  }

  @Override
  public long deleteAll(Collection<String> keys) {
    long deleted = 0;
    Commit last = Commit.NONE;
    for (String key : keys) {
      Change change = values.change(key, before -> null);
      if (change.happened()) {
        deleted++;
        last = change.commit();
      }
    }
    last.await();
    return deleted;
  }
}
