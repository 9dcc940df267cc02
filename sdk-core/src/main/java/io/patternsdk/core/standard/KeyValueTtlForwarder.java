package io.patternsdk.core.standard;

import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.keyvalue.KeyValueTtl;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import java.time.Duration;
import java.util.Optional;

/** Forwards {@code keyvalue_ttl}. */
final class KeyValueTtlForwarder implements KeyValueTtl {
  static final String NAME = "keyvalue_ttl";
  static final Operation SET_WITH_TTL =
      Operation.builder(NAME, "set_with_ttl", Kind.WRITE).repeatable().build();
  static final Operation EXPIRE =
      Operation.builder(NAME, "expire", Kind.WRITE).repeatable().build();
  static final Operation TTL = Operation.of(NAME, "ttl", Kind.READ);
  static final Operation PERSIST = Operation.of(NAME, "persist", Kind.WRITE);

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
    this.set = wiring.bind(SET_WITH_TTL);
    this.expire = wiring.bind(EXPIRE);
    this.ttl = wiring.bind(TTL);
    this.persist = wiring.bind(PERSIST);
  }

  @Override
  public void set(String key, byte[] value, Duration ttl) {
    String full = wiring.namespace().key(key);
    wiring.checkValue("value", value);
    wiring.checkAtLeast("TTL", ttl, minTtl);
    set.run(set.on(full).bytes(value.length), () -> driver.set(full, value, ttl));
  }

  @Override
  public boolean expire(String key, Duration ttl) {
    String full = wiring.namespace().key(key);
    wiring.checkAtLeast("TTL", ttl, minTtl);
    return expire.call(full, () -> driver.expire(full, ttl));
  }

  @Override
  public Optional<Duration> ttl(String key) {
    String full = wiring.namespace().key(key);
    return ttl.call(full, () -> driver.ttl(full));
  }

  @Override
  public boolean persist(String key) {
    String full = wiring.namespace().key(key);
    return persist.call(full, () -> driver.persist(full));
  }
}
