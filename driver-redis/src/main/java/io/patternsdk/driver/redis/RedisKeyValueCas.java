package io.patternsdk.driver.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.SetArgs;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.KeyValueCasTtl;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.keyvalue.Versioned;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Compares by the SHA-1 digest of the value, which is its version, inside the server. */
final class RedisKeyValueCas implements KeyValueCas, KeyValueCasTtl {
  private static final String COMPARE =
      """
      local value = redis.call('GET', KEYS[1])
      if not value or redis.sha1hex(value) ~= ARGV[1] then return 0 end
      """;
  private static final RedisScript SET =
      new RedisScript(COMPARE + "redis.call('SET', KEYS[1], ARGV[2], unpack(ARGV, 3))\nreturn 1\n");
  private static final RedisScript DELETE =
      new RedisScript(COMPARE + "return redis.call('UNLINK', KEYS[1])\n");

  private final RedisConnections redis;
  private final UnaryOperator<String> names;

  /**
   * Creates them.
   *
   * @param names as what a key is stored
   */
  RedisKeyValueCas(RedisConnections redis, UnaryOperator<String> names) {
    this.redis = redis;
    this.names = names;
  }

  @Override
  public Optional<Version> setIfAbsent(String key, byte[] value) {
    return setIfAbsent(key, value, SetArgs.Builder.nx());
  }

  @Override
  public Optional<Version> setIfAbsent(String key, byte[] value, Duration ttl) {
    return setIfAbsent(key, value, SetArgs.Builder.nx().px(RedisKeyValue.millis(ttl)));
  }

  private Optional<Version> setIfAbsent(String key, byte[] value, SetArgs condition) {
    String stored = names.apply(key);
    boolean won = redis.call(commands -> commands.set(stored, value, condition)) != null;
    return won ? Optional.of(version(value)) : Optional.empty();
  }

  @Override
  public Optional<Versioned> getVersioned(String key) {
    String stored = names.apply(key);
    byte[] value = redis.call(commands -> commands.get(stored));
    return value == null ? Optional.empty() : Optional.of(new Versioned(value, version(value)));
  }

  @Override
  public Optional<Version> compareAndSet(String key, Version expected, byte[] value) {
    return won(SET.number(redis, keys(key), bytes(expected.text()), value), value);
  }

  @Override
  public Optional<Version> compareAndSet(String key, Version expected, byte[] value, Duration ttl) {
    byte[] millis = bytes(Long.toString(RedisKeyValue.millis(ttl)));
    long answer = SET.number(redis, keys(key), bytes(expected.text()), value, bytes("PX"), millis);
    return won(answer, value);
  }

  @Override
  public boolean compareAndDelete(String key, Version expected) {
    return DELETE.number(redis, keys(key), bytes(expected.text())) > 0;
  }

  private String[] keys(String key) {
    return new String[] {names.apply(key)};
  }

  private static Optional<Version> won(long answer, byte[] value) {
    return answer > 0 ? Optional.of(version(value)) : Optional.empty();
  }

  private static Version version(byte[] value) {
    return new Version(RedisScript.digest(value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
