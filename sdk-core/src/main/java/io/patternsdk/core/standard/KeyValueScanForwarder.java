package io.patternsdk.core.standard;

import io.patternsdk.core.capability.Namespace;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.KeyValueScan;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Shape;

/** Forwards {@code keyvalue_scan}. */
final class KeyValueScanForwarder implements KeyValueScan {
  static final String NAME = "keyvalue_scan";

  private final KeyValueScan driver;
  private final Namespace namespace;
  private final BoundOperation keys;
  private final BoundOperation entries;
  private final BoundOperation count;

  KeyValueScanForwarder(KeyValueScan driver, Wiring wiring) {
    this.driver = driver;
    this.namespace = wiring.namespace();
    this.keys = wiring.bind(Operation.of(NAME, "keys", Shape.PAGES));
    this.entries = wiring.bind(Operation.of(NAME, "entries", Shape.PAGES));
    this.count = wiring.bind(Operation.of(NAME, "count", Shape.CALL).asIdempotent());
  }

  @Override
  public Scan<String> keys(String prefix) {
    String full = namespace.keyPrefix(prefix);
    return new PagedScan<>(keys, () -> driver.keys(full)).map(namespace::stripKey);
  }

  @Override
  public Scan<Entry> entries(String prefix) {
    String full = namespace.keyPrefix(prefix);
    return new PagedScan<>(entries, () -> driver.entries(full))
        .map(entry -> new Entry(namespace.stripKey(entry.key()), entry.value()));
  }

  @Override
  public long count(String prefix) {
    String full = namespace.keyPrefix(prefix);
    return count.call(() -> driver.count(full));
  }
}
