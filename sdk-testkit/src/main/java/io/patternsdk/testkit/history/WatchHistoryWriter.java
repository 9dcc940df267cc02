package io.patternsdk.testkit.history;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_TTL;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.Versioned;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Writes some keys in every way that a backend has; the only one who writes them. */
final class WatchHistoryWriter {
  private static final int KEYS = 5;
  private static final int WRITES = 30;
  private static final Duration HOUR = Duration.ofHours(1);

  private final WatchHistory history;
  private final Backend backend;
  private final KeyValue values;
  private final String name;
  private final SplittableRandom random;
  private int written;

  WatchHistoryWriter(WatchHistory history, Backend backend, String name, long seed) {
    this.history = history;
    this.backend = backend;
    this.values = backend.require(KEYVALUE_BASIC);
    this.name = name;
    this.random = new SplittableRandom(seed * 131 + name.hashCode());
  }

  /** Makes a third of the writes. */
  void write() {
    for (int i = 0; i < WRITES; i++) {
      switch (random.nextInt(6)) {
        case 0 -> delete(key());
        case 1 -> batch();
        case 2 -> compareAndSet(key());
        case 3 -> setWithTtl(key());
        default -> set(key());
      }
    }
  }

  private String key() {
    return name + "/" + random.nextInt(KEYS);
  }

  private byte[] begin(String key) {
    String value = "value " + written++ + ".".repeat(random.nextInt(9));
    history.begins(key, Optional.of(value));
    return value.getBytes(StandardCharsets.UTF_8);
  }

  private void set(String key) {
    values.set(key, begin(key));
    history.ended(key);
  }

  private void delete(String key) {
    boolean there = history.last(key).isPresent();
    history.begins(key, Optional.empty());
    if (values.delete(key) != there) {
      throw new AssertionError("deleting " + key + " did not find what was written");
    }
    history.ended(key);
  }

  private void batch() {
    backend
        .find(KEYVALUE_BATCH)
        .ifPresent(
            batch -> {
              Map<String, byte[]> several = new HashMap<>();
              for (int i = 0; i < 3; i++) {
                several.computeIfAbsent(key(), this::begin);
              }
              batch.setAll(several);
              several.keySet().forEach(history::ended);
            });
  }

  private void setWithTtl(String key) {
    backend
        .find(KEYVALUE_TTL)
        .ifPresent(
            expiring -> {
              expiring.set(key, begin(key), HOUR);
              history.ended(key);
            });
  }

  private void compareAndSet(String key) {
    backend.find(KEYVALUE_CAS).ifPresent(cas -> compareAndSet(cas, key));
  }

  private void compareAndSet(KeyValueCas cas, String key) {
    Optional<Versioned> before = cas.getVersioned(key);
    byte[] value = begin(key);
    boolean won =
        before
            .map(known -> cas.compareAndSet(key, known.version(), value))
            .orElseGet(() -> cas.setIfAbsent(key, value))
            .isPresent();
    if (!won) {
      throw new AssertionError("somebody else has written " + key);
    }
    history.ended(key);
  }
}
