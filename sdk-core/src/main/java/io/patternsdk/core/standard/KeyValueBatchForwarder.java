package io.patternsdk.core.standard;

import io.patternsdk.core.capability.Namespace;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.keyvalue.KeyValueBatch;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Forwards {@code keyvalue_batch}. */
final class KeyValueBatchForwarder implements KeyValueBatch {
  static final String NAME = "keyvalue_batch";
  static final Operation GET_ALL = Operation.of(NAME, "get_all", Kind.READ);
  static final Operation SET_ALL =
      Operation.builder(NAME, "set_all", Kind.WRITE).repeatable().build();
  static final Operation DELETE_ALL = Operation.of(NAME, "delete_all", Kind.WRITE);

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
    this.getAll = wiring.bind(GET_ALL);
    this.setAll = wiring.bind(SET_ALL);
    this.deleteAll = wiring.bind(DELETE_ALL);
  }

  @Override
  public Map<String, byte[]> getAll(Collection<String> keys) {
    Set<String> full = full(keys);
    if (full.isEmpty()) {
      return Map.of();
    }
    Map<String, byte[]> values = new LinkedHashMap<>();
    getAll
        .call(getAll.on("").items(full.size()), () -> driver.getAll(full))
        .forEach((key, value) -> values.put(namespace.stripKey(key), value));
    return values;
  }

  @Override
  public void setAll(Map<String, byte[]> values) {
    wiring.checkBatch(values.size());
    Map<String, byte[]> full = new LinkedHashMap<>();
    long bytes = 0;
    for (Map.Entry<String, byte[]> entry : values.entrySet()) {
      wiring.checkValue("value of " + entry.getKey(), entry.getValue());
      full.put(namespace.key(entry.getKey()), entry.getValue());
      bytes += entry.getValue().length;
    }
    if (!full.isEmpty()) {
      setAll.run(setAll.on("").items(full.size()).bytes(bytes), () -> driver.setAll(full));
    }
  }

  @Override
  public long deleteAll(Collection<String> keys) {
    Set<String> full = full(keys);
    return full.isEmpty()
        ? 0
        : deleteAll.call(deleteAll.on("").items(full.size()), () -> driver.deleteAll(full));
  }

  private Set<String> full(Collection<String> keys) {
    wiring.checkBatch(keys.size());
    Set<String> full = new LinkedHashSet<>();
    keys.forEach(key -> full.add(namespace.key(key)));
    return full;
  }
}
