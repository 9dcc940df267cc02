package io.patternsdk.core.document;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.KeyValueBatch;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.KeyValueCasTtl;
import io.patternsdk.core.keyvalue.KeyValueScan;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.keyvalue.Versioned;
import io.patternsdk.core.standard.StandardCapabilities;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** A store in a map that counts the values which are read from it. */
final class CountingStore implements KeyValueScan, KeyValueBatch, KeyValueCas {
  private final ConcurrentSkipListMap<String, Versioned> values = new ConcurrentSkipListMap<>();
  private final AtomicLong versions = new AtomicLong();

  /** How many values were read since this was set. */
  final AtomicLong reads = new AtomicLong();

  private final AtomicLong failures = new AtomicLong();

  Capabilities capabilities() {
    return builder().build();
  }

  /** As {@link #capabilities}, with {@code keyvalue_cas_ttl}. */
  Capabilities withTtl(Clock clock) {
    return builder()
        .add(StandardCapabilities.KEYVALUE_CAS_TTL, new Lasting(clock), Traits.defaults())
        .build();
  }

  private Capabilities.Builder builder() {
    return Capabilities.builder()
        .add(StandardCapabilities.KEYVALUE_SCAN, this, Traits.defaults())
        .add(StandardCapabilities.KEYVALUE_BATCH, this, Traits.defaults())
        .add(StandardCapabilities.KEYVALUE_CAS, this, Traits.defaults());
  }

  /** Lets the next walks over entries fail. */
  void fail(int walks) {
    failures.set(walks);
  }

  void set(String key, byte[] value) {
    values.put(key, next(value));
  }

  void delete(String key) {
    values.remove(key);
  }

  private Versioned next(byte[] value) {
    return new Versioned(value, new Version(Long.toString(versions.incrementAndGet())));
  }

  @Override
  public Scan<String> keys(String prefix) {
    return Scan.of(keysOf(prefix));
  }

  private List<String> keysOf(String prefix) {
    return values.tailMap(prefix).keySet().stream().takeWhile(k -> k.startsWith(prefix)).toList();
  }

  @Override
  public Scan<Entry> entries(String prefix) {
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new BackendException(ErrorKind.TIMED_OUT, "no answer in time");
    }
    List<Entry> entries = new ArrayList<>();
    getAll(keysOf(prefix)).forEach((key, value) -> entries.add(new Entry(key, value)));
    return Scan.of(entries);
  }

  @Override
  public long count(String prefix) {
    return keysOf(prefix).size();
  }

  @Override
  public Map<String, byte[]> getAll(Collection<String> keys) {
    Map<String, byte[]> found = new LinkedHashMap<>();
    keys.forEach(key -> getVersioned(key).ifPresent(value -> found.put(key, value.value())));
    return found;
  }

  @Override
  public void setAll(Map<String, byte[]> all) {
    all.forEach(this::set);
  }

  @Override
  public long deleteAll(Collection<String> keys) {
    return keys.stream().filter(key -> values.remove(key) != null).count();
  }

  @Override
  public Optional<Version> setIfAbsent(String key, byte[] value) {
    Versioned next = next(value);
    return values.putIfAbsent(key, next) == null ? Optional.of(next.version()) : Optional.empty();
  }

  @Override
  public Optional<Versioned> getVersioned(String key) {
    Optional<Versioned> found = Optional.ofNullable(values.get(key));
    reads.addAndGet(found.isPresent() ? 1 : 0);
    return found;
  }

  @Override
  public Optional<Version> compareAndSet(String key, Version expected, byte[] value) {
    Versioned next = next(value);
    Versioned after =
        values.computeIfPresent(key, (k, now) -> now.version().equals(expected) ? next : now);
    return after == next ? Optional.of(next.version()) : Optional.empty();
  }

  @Override
  public boolean compareAndDelete(String key, Version expected) {
    Versioned now = values.get(key);
    return now != null && now.version().equals(expected) && values.remove(key, now);
  }

  /** What is set with a TTL goes when that has passed and somebody asks for its key again. */
  private final class Lasting implements KeyValueCasTtl {
    private final Clock clock;
    private final Map<String, Instant> ends = new ConcurrentHashMap<>();

    private Lasting(Clock clock) {
      this.clock = clock;
    }

    @Override
    public Optional<Version> setIfAbsent(String key, byte[] value, Duration ttl) {
      if (!ends.getOrDefault(key, Instant.MAX).isAfter(clock.now())) {
        delete(key);
      }
      Optional<Version> set = CountingStore.this.setIfAbsent(key, value);
      if (set.isPresent()) {
        ends.put(key, clock.now().plus(ttl));
      }
      return set;
    }

    @Override
    public Optional<Version> compareAndSet(
        String key, Version expected, byte[] value, Duration ttl) {
      ends.put(key, clock.now().plus(ttl));
      return CountingStore.this.compareAndSet(key, expected, value);
    }
  }
}
