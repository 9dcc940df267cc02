package io.patternsdk.core.standard;

import io.patternsdk.core.capability.Namespace;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.keyvalue.KeyValueBatch;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Shape;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Forwards {@code keyvalue_batch}. */
final class KeyValueBatchForwarder implements KeyValueBatch {
  static final String NAME = "keyvalue_batch";

  private final KeyValueBatch driver;
  private final Wiring wiring;
  private final Namespace namespace;
  private final BoundOperation getAll;
  private final BoundOperation setAll;
  private final BoundOperation deleteAll;

  KeyValueBatchForwarder(KeyValueBatch driver, Wiring wiring) {
    this.driver = driver;
    this.wiring = wiring;
    this.namespace = wiring.namespace();
    this.getAll = wiring.bind(Operation.of(NAME, "get_all", Shape.CALL).asIdempotent());
    this.setAll = wiring.bind(Operation.of(NAME, "set_all", Shape.CALL).asIdempotent());
    this.deleteAll = wiring.bind(Operation.of(NAME, "delete_all", Shape.CALL));
  }

  @Override
  public Map<String, byte[]> getAll(Collection<String> keys) {
    Set<String> full = full(keys);
    if (full.isEmpty()) {
      return Map.of();
    }
    Map<String, byte[]> values = new LinkedHashMap<>();
    getAll
        .call(() -> driver.getAll(full))
        .forEach((key, value) -> values.put(namespace.stripKey(key), value));
    return values;
  }

  @Override
  public void setAll(Map<String, byte[]> values) {
    wiring.checkBatch(values.size());
    Map<String, byte[]> full = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          wiring.checkValue("value of " + key, value);
          full.put(namespace.key(key), value);
        });
    if (!full.isEmpty()) {
      setAll.run(() -> driver.setAll(full));
    }
  }

  @Override
  public long deleteAll(Collection<String> keys) {
    Set<String> full = full(keys);
    return full.isEmpty() ? 0 : deleteAll.call(() -> driver.deleteAll(full));
  }

  private Set<String> full(Collection<String> keys) {
    wiring.checkBatch(keys.size());
    Set<String> full = new LinkedHashSet<>();
    keys.forEach(key -> full.add(namespace.key(key)));
    return full;
  }
}
