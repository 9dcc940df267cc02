package io.patternsdk.core.standard;

import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import java.util.Optional;

/** Forwards {@code keyvalue_basic}. */
final class KeyValueForwarder implements KeyValue {
  static final String NAME = "keyvalue_basic";
  static final Operation GET = Operation.of(NAME, "get", Kind.READ);
  static final Operation SET = Operation.builder(NAME, "set", Kind.WRITE).repeatable().build();
  static final Operation DELETE = Operation.of(NAME, "delete", Kind.WRITE);
  static final Operation EXISTS = Operation.of(NAME, "exists", Kind.READ);

  private final KeyValue driver;
  private final Wiring wiring;
  private final BoundOperation get;
  private final BoundOperation set;
  private final BoundOperation delete;
  private final BoundOperation exists;

  KeyValueForwarder(KeyValue driver, Wiring wiring) {
    this.driver = driver;
    this.wiring = wiring;
    this.get = wiring.bind(GET);
    this.set = wiring.bind(SET);
    this.delete = wiring.bind(DELETE);
    this.exists = wiring.bind(EXISTS);
  }

  @Override
  public Optional<byte[]> get(String key) {
    String full = wiring.namespace().key(key);
    return get.call(full, () -> driver.get(full));
  }

  @Override
  public void set(String key, byte[] value) {
    String full = wiring.namespace().key(key);
    wiring.checkValue("value", value);
    set.run(set.on(full).bytes(value.length), () -> driver.set(full, value));
  }

  @Override
  public boolean delete(String key) {
    String full = wiring.namespace().key(key);
    return delete.call(full, () -> driver.delete(full));
  }

  @Override
  public boolean exists(String key) {
    String full = wiring.namespace().key(key);
    return exists.call(full, () -> driver.exists(full));
  }
}
