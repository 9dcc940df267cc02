package io.patternsdk.driver.embedded;

import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueTtl;
import io.patternsdk.driver.embedded.journal.Journal.Commit;
import io.patternsdk.driver.embedded.journal.MonotonicClock;
import io.patternsdk.driver.embedded.journal.Sequence;
import io.patternsdk.driver.embedded.journal.StoredValue;
import java.time.Duration;
import java.util.Optional;

/** Values by key, and their TTLs. */
final class EmbeddedKeyValue implements KeyValue, KeyValueTtl {
  private final StoredValues values;
  private final Sequence sequence;
  private final MonotonicClock time;

  EmbeddedKeyValue(StoredValues values, Sequence sequence, MonotonicClock time) {
    this.values = values;
    this.sequence = sequence;
    this.time = time;
  }

  @Override
  public Optional<byte[]> get(String key) {
    StoredValue stored = values.find(key);
    return stored == null ? Optional.empty() : Optional.of(stored.value());
  }

  @Override
  public void set(String key, byte[] value) {
    set(key, value, MonotonicClock.NEVER).await();
  }

  @Override
  public boolean delete(String key) {
    return values.apply(key, before -> null).happened();
  }

  @Override
  public boolean exists(String key) {
    return values.find(key) != null;
  }

  @Override
  public void set(String key, byte[] value, Duration ttl) {
    set(key, value, time.after(ttl)).await();
  }

  /** Stores a value, whose way to disk the caller waits for. */
  Commit set(String key, byte[] value, long expiresAt) {
    return values
        .change(key, before -> new StoredValue(value, sequence.next(), expiresAt))
        .commit();
  }

  @Override
  public boolean expire(String key, Duration ttl) {
    long at = time.after(ttl);
    return values.apply(key, before -> before == null ? null : before.expiringAt(at)).happened();
  }

  @Override
  public Optional<Duration> ttl(String key) {
    StoredValue stored = values.find(key);
    return stored == null || !stored.expires()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.max(0, stored.expiresAt() - time.now())));
  }

  @Override
  public boolean persist(String key) {
    return values
        .apply(
            key,
            before ->
                before == null || !before.expires()
                    ? before
                    : before.expiringAt(MonotonicClock.NEVER))
        .happened();
  }
}
