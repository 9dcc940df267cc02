package io.patternsdk.driver.embedded;

import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.KeyValueCasTtl;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.keyvalue.Versioned;
import io.patternsdk.driver.embedded.StoredValues.Change;
import io.patternsdk.driver.embedded.journal.MonotonicClock;
import io.patternsdk.driver.embedded.journal.Sequence;
import io.patternsdk.driver.embedded.journal.StoredValue;
import java.time.Duration;
import java.util.Optional;

/** Compare-and-set by the number of the write. A new TTL alone leaves the version as it is. */
final class EmbeddedKeyValueCas implements KeyValueCas, KeyValueCasTtl {
  private final StoredValues values;
  private final Sequence sequence;
  private final MonotonicClock time;

  EmbeddedKeyValueCas(StoredValues values, Sequence sequence, MonotonicClock time) {
    this.values = values;
    this.sequence = sequence;
    this.time = time;
  }

  @Override
  public Optional<Version> setIfAbsent(String key, byte[] value) {
    return setIfAbsent(key, value, MonotonicClock.NEVER);
  }

  @Override
  public Optional<Version> setIfAbsent(String key, byte[] value, Duration ttl) {
    return setIfAbsent(key, value, time.after(ttl));
  }

  private Optional<Version> setIfAbsent(String key, byte[] value, long expiresAt) {
    return version(
        values.apply(
            key,
            before ->
                before == null ? new StoredValue(value, sequence.next(), expiresAt) : before));
  }

  @Override
  public Optional<Versioned> getVersioned(String key) {
    StoredValue stored = values.find(key);
    return stored == null
        ? Optional.empty()
        : Optional.of(new Versioned(stored.value(), stored.toVersion()));
  }

  @Override
  public Optional<Version> compareAndSet(String key, Version expected, byte[] value) {
    return compareAndSet(key, expected, value, MonotonicClock.NEVER);
  }

  @Override
  public Optional<Version> compareAndSet(String key, Version expected, byte[] value, Duration ttl) {
    return compareAndSet(key, expected, value, time.after(ttl));
  }

  private Optional<Version> compareAndSet(
      String key, Version expected, byte[] value, long expiresAt) {
    return version(
        values.apply(
            key,
            before ->
                before != null && before.has(expected)
                    ? new StoredValue(value, sequence.next(), expiresAt)
                    : before));
  }

  @Override
  public boolean compareAndDelete(String key, Version expected) {
    return values
        .apply(key, before -> before != null && before.has(expected) ? null : before)
        .happened();
  }

  private static Optional<Version> version(Change change) {
    StoredValue after = change.after();
    return change.happened() && after != null ? Optional.of(after.toVersion()) : Optional.empty();
  }
}
