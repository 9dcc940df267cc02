package io.patternsdk.driver.redis;

import io.lettuce.core.SetArgs;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.KeyValueCasTtl;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.keyvalue.Versioned;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Compares by the SHA-1 digest of the value, which is its version, inside the server. */
final class RedisKeyValueCas implements KeyValueCas, KeyValueCasTtl {
  private static final Script SET =
      new Script(
          """
          local value = redis.call('GET', KEYS[1])
          if not value or redis.sha1hex(value) ~= ARGV[1] then return 0 end
          if ARGV[3] then
            redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
          else
            redis.call('SET', KEYS[1], ARGV[2])
          end
          return 1
          """);
  private static final Script DELETE =
      new Script(
          """
          local value = redis.call('GET', KEYS[1])
          if not value or redis.sha1hex(value) ~= ARGV[1] then return 0 end
          return redis.call('UNLINK', KEYS[1])
          """);

  private final Calls calls;
  private final StoredNames names;

  RedisKeyValueCas(Calls calls, StoredNames names) {
    this.calls = calls;
    this.names = names;
  }

  @Override
  public Optional<Version> setIfAbsent(String key, byte[] value) {
    return setIfAbsent(key, value, SetArgs.Builder.nx());
  }

  @Override
  public Optional<Version> setIfAbsent(String key, byte[] value, Duration ttl) {
    return setIfAbsent(key, value, SetArgs.Builder.nx().px(Millis.of(ttl)));
  }

  private Optional<Version> setIfAbsent(String key, byte[] value, SetArgs condition) {
    String stored = names.of(key);
    boolean won = calls.call(async -> async.set(stored, value, condition)) != null;
    return won ? Optional.of(version(value)) : Optional.empty();
  }

  @Override
  public Optional<Versioned> getVersioned(String key) {
    String stored = names.of(key);
    byte[] value = calls.call(async -> async.get(stored));
    return value == null ? Optional.empty() : Optional.of(new Versioned(value, version(value)));
  }

  @Override
  public Optional<Version> compareAndSet(String key, Version expected, byte[] value) {
    return won(SET.number(calls, keys(key), bytes(expected.text()), value), value);
  }

  @Override
  public Optional<Version> compareAndSet(String key, Version expected, byte[] value, Duration ttl) {
    byte[] millis = bytes(Long.toString(Millis.of(ttl)));
    return won(SET.number(calls, keys(key), bytes(expected.text()), value, millis), value);
  }

  @Override
  public boolean compareAndDelete(String key, Version expected) {
    return DELETE.number(calls, keys(key), bytes(expected.text())) > 0;
  }

  private String[] keys(String key) {
    return new String[] {names.of(key)};
  }

  private static Optional<Version> won(long answer, byte[] value) {
    return answer > 0 ? Optional.of(version(value)) : Optional.empty();
  }

  private static Version version(byte[] value) {
    return new Version(Digests.hex(value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
