package io.patternsdk.core.keyvalue;

import io.patternsdk.core.capability.Trait;
import java.util.Optional;

/**
 * Changes that happen only if nobody else changed the value meanwhile: {@code keyvalue_cas}.
 *
 * <p>Of any number of callers that race from the same version exactly one wins. Losing is an
 * answer, not an error. Not idempotent: after an error with {@code Effect.UNKNOWN} the caller reads
 * the value to learn whether it won. {@link #VERSION_BASIS} says what a version follows.
 */
public interface KeyValueCas {
  /** What changes a version. */
  Trait<Version.Basis> VERSION_BASIS =
      Trait.of("version basis", "what changes the version of a value", Version.Basis.WRITE);

  /** Stores the value if there is none; returns its version, or empty if there was one. */
  Optional<Version> setIfAbsent(String key, byte[] value);

  /** Returns the value with its version; empty if there is none. Repeating is safe. */
  Optional<Versioned> getVersioned(String key);

  /**
   * Replaces the value if it still has {@code expected}, clearing a TTL; returns the new version,
   * or empty if the value has changed or is gone.
   */
  Optional<Version> compareAndSet(String key, Version expected, byte[] value);

  /** Deletes the value if it still has {@code expected}; false if it has changed or is gone. */
  boolean compareAndDelete(String key, Version expected);
}
