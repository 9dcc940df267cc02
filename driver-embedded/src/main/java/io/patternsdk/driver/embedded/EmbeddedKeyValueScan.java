package io.patternsdk.driver.embedded;

import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.KeyValueScan;
import io.patternsdk.driver.embedded.journal.StoredValue;
import org.jspecify.annotations.Nullable;

/** Keys in their order as Java strings. */
final class EmbeddedKeyValueScan implements KeyValueScan {
  private static final int PAGE = 1_000;

  private final StoredValues values;

  EmbeddedKeyValueScan(StoredValues values) {
    this.values = values;
  }

  @Override
  public Scan<String> keys(String prefix) {
    return new IteratorWalk<>(
        values,
        () -> values.keys(prefix).iterator(),
        PAGE,
        key -> values.find(key) == null ? null : key);
  }

  @Override
  public Scan<Entry> entries(String prefix) {
    return new IteratorWalk<>(values, () -> values.keys(prefix).iterator(), PAGE, this::entry);
  }

  private @Nullable Entry entry(String key) {
    StoredValue stored = values.find(key);
    return stored == null ? null : new Entry(key, stored.value());
  }

  @Override
  public long count(String prefix) {
    return values.keys(prefix).filter(key -> values.find(key) != null).count();
  }
}
