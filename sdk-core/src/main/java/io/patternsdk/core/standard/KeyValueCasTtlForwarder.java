package io.patternsdk.core.standard;

import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.keyvalue.KeyValueCasTtl;
import io.patternsdk.core.keyvalue.KeyValueTtl;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import java.time.Duration;
import java.util.Optional;

/** Forwards {@code keyvalue_cas_ttl}. */
final class KeyValueCasTtlForwarder implements KeyValueCasTtl {
  static final String NAME = "keyvalue_cas_ttl";
  static final Operation SET_IF_ABSENT_WITH_TTL =
      Operation.of(NAME, "set_if_absent_with_ttl", Kind.WRITE);
  static final Operation COMPARE_AND_SET_WITH_TTL =
      Operation.of(NAME, "compare_and_set_with_ttl", Kind.WRITE);

  private final KeyValueCasTtl driver;
  private final Wiring wiring;
  private final Duration minTtl;
  private final BoundOperation setIfAbsent;
  private final BoundOperation compareAndSet;

  KeyValueCasTtlForwarder(KeyValueCasTtl driver, Wiring wiring) {
    this.driver = driver;
    this.wiring = wiring;
    this.minTtl = wiring.traits().get(KeyValueTtl.MIN_TTL);
    this.setIfAbsent = wiring.bind(SET_IF_ABSENT_WITH_TTL);
    this.compareAndSet = wiring.bind(COMPARE_AND_SET_WITH_TTL);
  }

  @Override
  public Optional<Version> setIfAbsent(String key, byte[] value, Duration ttl) {
    String full = wiring.namespace().key(key);
    wiring.checkValue("value", value);
    wiring.checkAtLeast("TTL", ttl, minTtl);
    return setIfAbsent.call(
        setIfAbsent.on(full).bytes(value.length), () -> driver.setIfAbsent(full, value, ttl));
  }

  @Override
  public Optional<Version> compareAndSet(String key, Version expected, byte[] value, Duration ttl) {
    String full = wiring.namespace().key(key);
    wiring.checkValue("value", value);
    wiring.checkAtLeast("TTL", ttl, minTtl);
    return compareAndSet.call(
        compareAndSet.on(full).bytes(value.length),
        () -> driver.compareAndSet(full, expected, value, ttl));
  }
}
