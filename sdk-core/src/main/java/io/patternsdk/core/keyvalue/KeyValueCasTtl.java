package io.patternsdk.core.keyvalue;

import java.time.Duration;
import java.util.Optional;

/**
 * Compare-and-set that gives the value a TTL in the same atomic step: {@code keyvalue_cas_ttl}. The
 * rules are those of {@link KeyValueCas} and {@link KeyValueTtl}.
 */
public interface KeyValueCasTtl {

  /** Stores the value with a TTL if there is none; returns its version, or empty if there was. */
  Optional<Version> setIfAbsent(String key, byte[] value, Duration ttl);

  /** Replaces the value and its TTL if it still has {@code expected}; empty if it has not. */
  Optional<Version> compareAndSet(String key, Version expected, byte[] value, Duration ttl);
}
