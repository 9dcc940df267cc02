package io.patternsdk.driver.embedded;

import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueBatch;
import io.patternsdk.core.keyvalue.KeyValueTtl;
import io.patternsdk.driver.embedded.Journal.Commit;
import io.patternsdk.driver.embedded.Values.Change;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Values by key, their TTLs, and many at a time. */
final class EmbeddedKeyValue implements KeyValue, KeyValueTtl, KeyValueBatch {
  private final Values values;
  private final Sequence sequence;
  private final Time time;

  EmbeddedKeyValue(Values values, Sequence sequence, Time time) {
    this.values = values;
    this.sequence = sequence;
    this.time = time;
  }

  @Override
  public Optional<byte[]> get(String key) {
    Stored stored = values.find(key);
    return stored == null ? Optional.empty() : Optional.of(stored.value());
  }

  @Override
  public void set(String key, byte[] value) {
    set(key, value, Time.NEVER).await();
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

  private Commit set(String key, byte[] value, long expiresAt) {
    return values.change(key, before -> new Stored(value, sequence.next(), expiresAt)).commit();
  }

  @Override
  public boolean expire(String key, Duration ttl) {
    long at = time.after(ttl);
    return values.apply(key, before -> before == null ? null : before.expiringAt(at)).happened();
  }

  @Override
  public Optional<Duration> ttl(String key) {
    Stored stored = values.find(key);
    return stored == null || !stored.expires()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.max(0, stored.expiresAt() - time.now())));
  }

  @Override
  public boolean persist(String key) {
    return values
        .apply(
            key,
            before -> before == null || !before.expires() ? before : before.expiringAt(Time.NEVER))
        .happened();
  }

  @Override
  public Map<String, byte[]> getAll(Collection<String> keys) {
    Map<String, byte[]> found = LinkedHashMap.newLinkedHashMap(keys.size());
    for (String key : keys) {
      Stored stored = values.find(key);
      if (stored != null) {
        found.put(key, stored.value());
      }
    }
    return found;
  }

  @Override
  public void setAll(Map<String, byte[]> all) {
    Commit last = Commit.NONE;
    for (Map.Entry<String, byte[]> entry : all.entrySet()) {
      last = set(entry.getKey(), entry.getValue(), Time.NEVER);
    }
    last.await(); // the last one is on disk after all others
  }

  @Override
  public long deleteAll(Collection<String> keys) {
    long deleted = 0;
    Commit last = Commit.NONE;
    for (String key : keys) {
      Change change = values.change(key, before -> null);
      if (change.happened()) {
        deleted++;
        last = change.commit();
      }
    }
    last.await();
    return deleted;
  }
}
