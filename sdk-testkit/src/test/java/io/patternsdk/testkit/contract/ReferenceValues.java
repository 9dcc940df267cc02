package io.patternsdk.testkit.contract;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueBatch;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.KeyValueCasTtl;
import io.patternsdk.core.keyvalue.KeyValueScan;
import io.patternsdk.core.keyvalue.KeyValueTtl;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.keyvalue.Versioned;
import io.patternsdk.core.keyvalue.WatchEvent;
import io.patternsdk.core.keyvalue.WatchEvent.Put;
import io.patternsdk.core.keyvalue.WatchEvent.Reason;
import io.patternsdk.core.keyvalue.WatchEvent.Removed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Keys and values in one map under one lock. */
final class ReferenceValues
    implements KeyValue, KeyValueScan, KeyValueTtl, KeyValueBatch, KeyValueCas, KeyValueCasTtl {
  private final ReferenceServer server;
  private final TreeMap<String, Stored> map = new TreeMap<>();
  private final List<WatchEvent> changes = new ArrayList<>();
  private long versions;

  ReferenceValues(ReferenceServer server) {
    this.server = server;
  }

  private record Stored(byte[] value, Version version, @Nullable Long expiry) {
    boolean expired() {
      return expiry != null && expiry - System.nanoTime() <= 0;
    }
  }

  @Override
  public synchronized Optional<byte[]> get(String key) {
    return find(key).map(Stored::value);
  }

  @Override
  public synchronized void set(String key, byte[] value) {
    Stored old = map.get(folded(key));
    put(key, value, server.has(Flaw.SET_KEEPS_THE_TTL) && old != null ? old.expiry() : null);
  }

  @Override
  public synchronized boolean delete(String key) {
    boolean there = find(key).isPresent();
    if (map.remove(folded(key)) != null) {
      changed(new Removed(folded(key), there ? Reason.DELETED : Reason.EXPIRED));
    }
    return there || server.has(Flaw.DELETE_IS_ALWAYS_TRUE);
  }

  @Override
  public synchronized boolean exists(String key) {
    return find(key).isPresent();
  }

  @Override
  public synchronized Scan<String> keys(String prefix) {
    return entries(prefix).map(Entry::key);
  }

  @Override
  public synchronized Scan<Entry> entries(String prefix) {
    List<Entry> all = new ArrayList<>();
    map.forEach(
        (key, stored) -> {
          boolean shown = !stored.expired() || server.has(Flaw.SCAN_SHOWS_THE_EXPIRED);
          if (key.startsWith(prefix) && shown) {
            all.add(new Entry(key, stored.value()));
          }
        });
    if (all.size() > 100 && server.has(Flaw.SCAN_SKIPS_ONE)) {
      all.removeIf(entry -> entry.key().endsWith("stable:77"));
    }
    if (all.size() > 100 && server.has(Flaw.SCAN_REPEATS_ONE)) {
      all.add(all.get(all.size() - 50));
    }
    return Scan.of(all);
  }

  @Override
  public synchronized long count(String prefix) {
    return keys(prefix).toList().size();
  }

  @Override
  public synchronized void set(String key, byte[] value, Duration ttl) {
    put(key, value, expiry(ttl, Flaw.TTLS_ARE_A_LITTLE_SHORT));
  }

  @Override
  public synchronized boolean expire(String key, Duration ttl) {
    return find(key)
        .map(s -> put(key, s.value(), expiry(ttl, Flaw.EXPIRING_IS_A_LITTLE_SHORT)))
        .isPresent();
  }

  @Override
  public synchronized Optional<Duration> ttl(String key) {
    return find(key)
        .map(Stored::expiry)
        .map(expiry -> Duration.ofNanos(Math.max(1, expiry - System.nanoTime())));
  }

  @Override
  public synchronized boolean persist(String key) {
    return ttl(key).isPresent()
        && find(key).map(stored -> put(key, stored.value(), null)).isPresent();
  }

  @Override
  public synchronized Map<String, byte[]> getAll(Collection<String> keys) {
    Map<String, byte[]> values = new HashMap<>();
    byte[] absent = new byte[0];
    for (String key : keys) {
      get(key).ifPresent(value -> values.put(key, value));
      if (server.has(Flaw.BATCH_READS_NULL)) {
        values.putIfAbsent(key, absent);
      }
    }
    return values;
  }

  @Override
  public synchronized void setAll(Map<String, byte[]> values) {
    values.forEach(this::set);
  }

  @Override
  public synchronized long deleteAll(Collection<String> keys) {
    return keys.stream().filter(this::delete).count();
  }

  @Override
  public synchronized Optional<Version> setIfAbsent(String key, byte[] value) {
    return exists(key) ? Optional.empty() : Optional.of(put(key, value, null));
  }

  @Override
  public synchronized Optional<Versioned> getVersioned(String key) {
    return find(key).map(stored -> new Versioned(stored.value(), stored.version()));
  }

  @Override
  public Optional<Version> compareAndSet(String key, Version expected, byte[] value) {
    boolean same = holds(key, expected);
    if (server.has(Flaw.CAS_IS_NOT_ATOMIC)) {
      LockSupport.parkNanos(2_000_000);
    } else {
      return replaceIf(key, expected, value);
    }
    return same ? Optional.of(put(key, value, null)) : Optional.empty();
  }

  private synchronized Optional<Version> replaceIf(String key, Version expected, byte[] value) {
    if (!holds(key, expected)) {
      return Optional.empty();
    }
    Stored old = find(key).orElseThrow();
    return Optional.of(put(key, value, server.has(Flaw.CAS_KEEPS_THE_TTL) ? old.expiry() : null));
  }

  @Override
  public synchronized boolean compareAndDelete(String key, Version expected) {
    return holds(key, expected) && delete(key);
  }

  @Override
  public synchronized Optional<Version> setIfAbsent(String key, byte[] value, Duration ttl) {
    if (exists(key)) {
      if (server.has(Flaw.LOSING_CAS_CHANGES_THE_TTL)) {
        expire(key, ttl);
      }
      return Optional.empty();
    }
    return Optional.of(put(key, value, expiry(ttl, Flaw.CAS_TTLS_ARE_A_LITTLE_SHORT)));
  }

  @Override
  public synchronized Optional<Version> compareAndSet(
      String key, Version expected, byte[] value, Duration ttl) {
    return holds(key, expected)
        ? Optional.of(put(key, value, expiry(ttl, Flaw.REPLACED_TTLS_ARE_A_LITTLE_SHORT)))
        : Optional.empty();
  }

  private synchronized boolean holds(String key, Version expected) {
    Optional<Stored> stored = find(key);
    return stored.isPresent()
        && (stored.get().version().equals(expected) || server.has(Flaw.CAS_DOES_NOT_COMPARE));
  }

  private Optional<Stored> find(String key) {
    return Optional.ofNullable(map.get(folded(key)))
        .filter(stored -> !stored.expired())
        .filter(stored -> stored.value().length > 0 || !server.has(Flaw.EMPTY_IS_ABSENT));
  }

  private synchronized Version put(String key, byte[] value, @Nullable Long expiry) {
    Version version = new Version("v" + ++versions);
    map.put(folded(key), new Stored(value, version, expiry));
    changed(new Put(folded(key), value, version));
    return version;
  }

  private @Nullable Long expiry(Duration ttl, Flaw early) {
    if (server.has(Flaw.TTL_IS_IGNORED)) {
      return null;
    }
    Duration lasts = ttl.dividedBy(server.has(Flaw.TTL_IS_HALVED) ? 2 : 1);
    return System.nanoTime() + server.shortened(lasts, early).toNanos();
  }

  private String folded(String key) {
    return server.has(Flaw.KEYS_IGNORE_CASE) ? key.toLowerCase(Locale.ROOT) : key;
  }

  private void changed(WatchEvent event) {
    changes.add(event);
    if (!server.has(Flaw.WATCHES_ARE_NOT_WOKEN)) {
      notifyAll();
    }
  }

  /** All changes that there ever were; the monitor is held. */
  List<WatchEvent> changes() {
    return changes;
  }

  /** Turns what has expired into changes; the monitor is held. */
  void expire() {
    List<String> expired =
        map.entrySet().stream().filter(e -> e.getValue().expired()).map(Map.Entry::getKey).toList();
    expired.forEach(
        key -> {
          map.remove(key);
          changed(new Removed(key, Reason.EXPIRED));
        });
  }

  /** What is there; the monitor is held. */
  List<Put> puts(String prefix) {
    return map.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .map(e -> new Put(e.getKey(), e.getValue().value(), e.getValue().version()))
        .toList();
  }

  /** Waits for a change; the monitor is held. */
  void await(Deadline end) {
    try {
      TimeUnit.NANOSECONDS.timedWait(
          this, Math.max(1, Math.min(end.remainingNanos(), untilExpiry())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException(ErrorKind.CANCELLED, "interrupted", e);
    }
  }

  private long untilExpiry() {
    long now = System.nanoTime();
    return map.values().stream()
        .map(Stored::expiry)
        .filter(Objects::nonNull)
        .mapToLong(expiry -> expiry - now)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  synchronized void wake() {
    notifyAll();
  }
}
