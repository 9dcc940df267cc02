package io.patternsdk.core.standard;

import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.keyvalue.Versioned;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import java.util.Optional;

/** Forwards {@code keyvalue_cas}. */
final class KeyValueCasForwarder implements KeyValueCas {
  static final String NAME = "keyvalue_cas";
  static final Operation SET_IF_ABSENT = Operation.of(NAME, "set_if_absent", Kind.WRITE);
  static final Operation GET_VERSIONED = Operation.of(NAME, "get_versioned", Kind.READ);
  static final Operation COMPARE_AND_SET = Operation.of(NAME, "compare_and_set", Kind.WRITE);
  static final Operation COMPARE_AND_DELETE = Operation.of(NAME, "compare_and_delete", Kind.WRITE);

  private final KeyValueCas driver;
  private final Wiring wiring;
  private final BoundOperation setIfAbsent;
  private final BoundOperation getVersioned;
  private final BoundOperation compareAndSet;
  private final BoundOperation compareAndDelete;

  KeyValueCasForwarder(KeyValueCas driver, Wiring wiring) {
    this.driver = driver;
    this.wiring = wiring;
    this.setIfAbsent = wiring.bind(SET_IF_ABSENT);
    this.getVersioned = wiring.bind(GET_VERSIONED);
    this.compareAndSet = wiring.bind(COMPARE_AND_SET);
    this.compareAndDelete = wiring.bind(COMPARE_AND_DELETE);
  }

  @Override
  public Optional<Version> setIfAbsent(String key, byte[] value) {
    String full = wiring.namespace().key(key);
    wiring.checkValue("value", value);
    return setIfAbsent.call(
        setIfAbsent.on(full).bytes(value.length), () -> driver.setIfAbsent(full, value));
  }

  @Override
  public Optional<Versioned> getVersioned(String key) {
    String full = wiring.namespace().key(key);
    return getVersioned.call(full, () -> driver.getVersioned(full));
  }

  @Override
  public Optional<Version> compareAndSet(String key, Version expected, byte[] value) {
    String full = wiring.namespace().key(key);
    wiring.checkValue("value", value);
    return compareAndSet.call(
        compareAndSet.on(full).bytes(value.length),
        () -> driver.compareAndSet(full, expected, value));
  }

  @Override
  public boolean compareAndDelete(String key, Version expected) {
    String full = wiring.namespace().key(key);
    return compareAndDelete.call(full, () -> driver.compareAndDelete(full, expected));
  }
}
