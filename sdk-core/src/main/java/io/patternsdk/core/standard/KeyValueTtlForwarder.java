package io.patternsdk.core.standard;

import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.keyvalue.KeyValueTtl;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Shape;
import java.time.Duration;
import java.util.Optional;

/** Forwards {@code keyvalue_ttl}. */
final class KeyValueTtlForwarder implements KeyValueTtl {
  static final String NAME = "keyvalue_ttl";

  private final KeyValueTtl driver;
  private final Wiring wiring;
  private final Duration minTtl;
  private final BoundOperation set;
  private final BoundOperation expire;
  private final BoundOperation ttl;
  private final BoundOperation persist;

  KeyValueTtlForwarder(KeyValueTtl driver, Wiring wiring) {
    this.driver = driver;
    this.wiring = wiring;
    this.minTtl = wiring.traits().get(KeyValueTtl.MIN_TTL);
    this.set = wiring.bind(Operation.of(NAME, "set_with_ttl", Shape.CALL).asIdempotent());
    this.expire = wiring.bind(Operation.of(NAME, "expire", Shape.CALL).asIdempotent());
    this.ttl = wiring.bind(Operation.of(NAME, "ttl", Shape.CALL).asIdempotent());
    this.persist = wiring.bind(Operation.of(NAME, "persist", Shape.CALL));
  }

  @Override
  public void set(String key, byte[] value, Duration ttl) {
    String full = wiring.namespace().key(key);
    wiring.checkValue("value", value);
    wiring.checkAtLeast("TTL", ttl, minTtl);
    set.run(() -> driver.set(full, value, ttl));
  }

  @Override
  public boolean expire(String key, Duration ttl) {
    String full = wiring.namespace().key(key);
    wiring.checkAtLeast("TTL", ttl, minTtl);
    return expire.call(() -> driver.expire(full, ttl));
  }

  @Override
  public Optional<Duration> ttl(String key) {
    String full = wiring.namespace().key(key);
    return ttl.call(() -> driver.ttl(full));
  }

  @Override
  public boolean persist(String key) {
    String full = wiring.namespace().key(key);
    return persist.call(() -> driver.persist(full));
  }
}
