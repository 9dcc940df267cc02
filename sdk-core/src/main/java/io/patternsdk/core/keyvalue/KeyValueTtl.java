package io.patternsdk.core.keyvalue;

import io.patternsdk.core.capability.Trait;
import java.time.Duration;
import java.util.Optional;

/**
 * Values that expire by the backend's clock: {@code keyvalue_ttl}.
 *
 * <p>A TTL is positive and at least {@link #MIN_TTL}; a driver rounds it up, never down, to its
 * resolution. Once it has run out the value is absent for every reader, in scans too.
 */
public interface KeyValueTtl {
  /** The shortest TTL, which is also the step to which TTLs are rounded up. */
  Trait<Duration> MIN_TTL =
      Trait.of("shortest TTL", "the shortest TTL and the step of all", Duration.ofMillis(1));

  /** Stores the value with its TTL in one atomic step. Repeating is safe. */
  void set(String key, byte[] value, Duration ttl);

  /** Gives the value a new TTL from now; false if there is no value. Repeating is safe. */
  boolean expire(String key, Duration ttl);

  /** Returns the TTL that is left; empty if there is no value or it never expires. */
  Optional<Duration> ttl(String key);

  /** Takes the TTL away; false if there is no value or it had none. */
  boolean persist(String key);
}
