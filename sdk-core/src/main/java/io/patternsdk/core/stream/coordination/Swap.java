package io.patternsdk.core.stream.coordination;

import io.patternsdk.core.Effect;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.keyvalue.Versioned;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compare-and-set whose answer may be lost: the value is read to learn whether it was done. */
record Swap(KeyValueCas cas) {

  /**
   * Replaces a value, or stores the first; returns its version, or empty if somebody else was
   * faster. No two callers may store the same bytes unless it is all the same whose they are.
   */
  Optional<Version> replace(String key, @Nullable Version expected, byte[] value) {
    try {
      return expected == null
          ? cas.setIfAbsent(key, value)
          : cas.compareAndSet(key, expected, value);
    } catch (OperationException e) {
      if (e.effect() == Effect.NONE) {
        throw e;
      }
      return done(key, expected, value, e);
    }
  }

  private Optional<Version> done(
      String key, @Nullable Version expected, byte[] value, OperationException unknown) {
    Optional<Versioned> now;
    try {
      now = cas.getVersioned(key);
    } catch (OperationException again) {
      unknown.addSuppressed(again);
      throw unknown;
    }
    if (now.isPresent() && Arrays.equals(now.get().value(), value)) {
      return now.map(Versioned::version);
    }
    boolean unchanged =
        expected == null
            ? now.isEmpty()
            : now.map(Versioned::version).filter(expected::equals).isPresent();
    if (unchanged) {
      throw unknown;
    }
    return Optional.empty();
  }
}
