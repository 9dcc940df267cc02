package io.patternsdk.driver.redis;

import io.lettuce.core.SetArgs;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueTtl;
import java.time.Duration;
import java.util.Optional;

/** Values as Redis strings, which expire by the server's clock. */
final class RedisKeyValue implements KeyValue, KeyValueTtl {
  private final Calls calls;
  private final StoredNames names;

  RedisKeyValue(Calls calls, StoredNames names) {
    this.calls = calls;
    this.names = names;
  }

  @Override
  public Optional<byte[]> get(String key) {
    String stored = names.of(key);
    return Optional.ofNullable(calls.call(async -> async.get(stored)));
  }

  @Override
  public void set(String key, byte[] value) {
    String stored = names.of(key);
    var unused = calls.call(async -> async.set(stored, value));
  }

  @Override
  public boolean delete(String key) {
    String stored = names.of(key);
    return calls.call(async -> async.unlink(stored)) > 0;
  }

  @Override
  public boolean exists(String key) {
    String stored = names.of(key);
    return calls.call(async -> async.exists(stored)) > 0;
  }

  @Override
  public void set(String key, byte[] value, Duration ttl) {
    String stored = names.of(key);
    SetArgs expiry = SetArgs.Builder.px(Millis.of(ttl));
    var unused = calls.call(async -> async.set(stored, value, expiry));
  }

  @Override
  public boolean expire(String key, Duration ttl) {
    String stored = names.of(key);
    return calls.call(async -> async.pexpire(stored, Millis.of(ttl)));
  }

  @Override
  public Optional<Duration> ttl(String key) {
    String stored = names.of(key);
    long left = calls.call(async -> async.pttl(stored));
    return left < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(left));
  }

  @Override
  public boolean persist(String key) {
    String stored = names.of(key);
    return calls.call(async -> async.persist(stored));
  }
}
