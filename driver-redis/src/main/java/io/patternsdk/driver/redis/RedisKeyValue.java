package io.patternsdk.driver.redis;

import io.lettuce.core.SetArgs;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueTtl;
import java.time.Duration;
import java.util.Optional;

/** Values as Redis strings, which expire by the server's clock. */
final class RedisKeyValue implements KeyValue, KeyValueTtl {
  /** More than 285,000 years, which no addition to the time of day overflows. */
  private static final Duration LONGEST = Duration.ofMillis(1L << 53);

  private final RedisConnections redis;
  private final RedisNames names;

  RedisKeyValue(RedisConnections redis, RedisNames names) {
    this.redis = redis;
    this.names = names;
  }

  /** A duration as Redis counts it: whole milliseconds, rounded up. */
  static long millis(Duration duration) {
    Duration counted = duration.compareTo(LONGEST) < 0 ? duration : LONGEST;
    return counted.plusNanos(999_999).toMillis();
  }

  @Override
  public Optional<byte[]> get(String key) {
    String stored = names.of(key);
    return Optional.ofNullable(redis.read(commands -> commands.get(stored)));
  }

  @Override
  public void set(String key, byte[] value) {
    String stored = names.of(key);
    var unused = redis.call(commands -> commands.set(stored, value));
  }

  @Override
  public boolean delete(String key) {
    String stored = names.of(key);
    return redis.call(commands -> commands.unlink(stored)) > 0;
  }

  @Override
  public boolean exists(String key) {
    String stored = names.of(key);
    return redis.read(commands -> commands.exists(stored)) > 0;
  }

  @Override
  public void set(String key, byte[] value, Duration ttl) {
    String stored = names.of(key);
    SetArgs expiry = SetArgs.Builder.px(millis(ttl));
    var unused = redis.call(commands -> commands.set(stored, value, expiry));
  }

  @Override
  public boolean expire(String key, Duration ttl) {
    String stored = names.of(key);
    return redis.call(commands -> commands.pexpire(stored, millis(ttl)));
  }

  @Override
  public Optional<Duration> ttl(String key) {
    String stored = names.of(key);
    long left = redis.read(commands -> commands.pttl(stored));
    return left < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(left));
  }

  @Override
  public boolean persist(String key) {
    String stored = names.of(key);
    return redis.call(commands -> commands.persist(stored));
  }
}
