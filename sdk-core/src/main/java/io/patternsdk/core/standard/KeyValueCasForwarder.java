package io.patternsdk.core.standard;

import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.keyvalue.Versioned;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Shape;
import java.util.Optional;

/** Forwards {@code keyvalue_cas}. */
final class KeyValueCasForwarder implements KeyValueCas {
  static final String NAME = "keyvalue_cas";

  private final KeyValueCas driver;
  private final Wiring wiring;
  private final BoundOperation setIfAbsent;
  private final BoundOperation getVersioned;
  private final BoundOperation compareAndSet;
  private final BoundOperation compareAndDelete;

  KeyValueCasForwarder(KeyValueCas driver, Wiring wiring) {
    this.driver = driver;
    this.wiring = wiring;
    this.setIfAbsent = wiring.bind(Operation.of(NAME, "set_if_absent", Shape.CALL));
    this.getVersioned = wiring.bind(Operation.of(NAME, "get_versioned", Shape.CALL).asIdempotent());
    this.compareAndSet = wiring.bind(Operation.of(NAME, "compare_and_set", Shape.CALL));
    this.compareAndDelete = wiring.bind(Operation.of(NAME, "compare_and_delete", Shape.CALL));
  }

  @Override
  public Optional<Version> setIfAbsent(String key, byte[] value) {
    String full = wiring.namespace().key(key);
    wiring.checkValue("value", value);
    return setIfAbsent.call(() -> driver.setIfAbsent(full, value));
  }

  @Override
  public Optional<Versioned> getVersioned(String key) {
    String full = wiring.namespace().key(key);
    return getVersioned.call(() -> driver.getVersioned(full));
  }

  @Override
  public Optional<Version> compareAndSet(String key, Version expected, byte[] value) {
    String full = wiring.namespace().key(key);
    wiring.checkValue("value", value);
    return compareAndSet.call(() -> driver.compareAndSet(full, expected, value));
  }

  @Override
  public boolean compareAndDelete(String key, Version expected) {
    String full = wiring.namespace().key(key);
    return compareAndDelete.call(() -> driver.compareAndDelete(full, expected));
  }
}
