package io.patternsdk.core.standard;

import io.patternsdk.core.capability.Namespace;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.KeyValueScan;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;

/** Forwards {@code keyvalue_scan}. */
final class KeyValueScanForwarder implements KeyValueScan {
  static final String NAME = "keyvalue_scan";
  static final Operation KEYS = Operation.builder(NAME, "keys", Kind.READ).notRepeatable().build();
  static final Operation ENTRIES =
      Operation.builder(NAME, "entries", Kind.READ).notRepeatable().build();
  static final Operation COUNT = Operation.of(NAME, "count", Kind.READ);

  private final KeyValueScan driver;
  private final Namespace namespace;
  private final BoundOperation keys;
  private final BoundOperation entries;
  private final BoundOperation count;

  KeyValueScanForwarder(KeyValueScan driver, Wiring wiring) {
    this.driver = driver;
    this.namespace = wiring.namespace();
    this.keys = wiring.bind(KEYS);
    this.entries = wiring.bind(ENTRIES);
    this.count = wiring.bind(COUNT);
  }

  @Override
  public Scan<String> keys(String prefix) {
    String full = namespace.keyPrefix(prefix);
    return new PagedScan<>(keys, full, () -> driver.keys(full)).map(namespace::stripKey);
  }

  @Override
  public Scan<Entry> entries(String prefix) {
    String full = namespace.keyPrefix(prefix);
    return new PagedScan<>(entries, full, () -> driver.entries(full))
        .map(entry -> new Entry(namespace.stripKey(entry.key()), entry.value()));
  }

  @Override
  public long count(String prefix) {
    String full = namespace.keyPrefix(prefix);
    return count.call(full, () -> driver.count(full));
  }
}
