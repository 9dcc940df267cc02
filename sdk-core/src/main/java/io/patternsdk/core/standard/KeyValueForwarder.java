package io.patternsdk.core.standard;

import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Shape;
import java.util.Optional;

/** Forwards {@code keyvalue_basic}. */
final class KeyValueForwarder implements KeyValue {
  static final String NAME = "keyvalue_basic";

  private final KeyValue driver;
  private final Wiring wiring;
  private final BoundOperation get;
  private final BoundOperation set;
  private final BoundOperation delete;
  private final BoundOperation exists;

  KeyValueForwarder(KeyValue driver, Wiring wiring) {
    this.driver = driver;
    this.wiring = wiring;
    this.get = wiring.bind(Operation.of(NAME, "get", Shape.CALL).asIdempotent());
    this.set = wiring.bind(Operation.of(NAME, "set", Shape.CALL).asIdempotent());
    this.delete = wiring.bind(Operation.of(NAME, "delete", Shape.CALL));
    this.exists = wiring.bind(Operation.of(NAME, "exists", Shape.CALL).asIdempotent());
  }

  @Override
  public Optional<byte[]> get(String key) {
    String full = wiring.namespace().key(key);
    return get.call(() -> driver.get(full));
  }

  @Override
  public void set(String key, byte[] value) {
    String full = wiring.namespace().key(key);
    wiring.checkValue("value", value);
    set.run(() -> driver.set(full, value));
  }

  @Override
  public boolean delete(String key) {
    String full = wiring.namespace().key(key);
    return delete.call(() -> driver.delete(full));
  }

  @Override
  public boolean exists(String key) {
    String full = wiring.namespace().key(key);
    return exists.call(() -> driver.exists(full));
  }
}
