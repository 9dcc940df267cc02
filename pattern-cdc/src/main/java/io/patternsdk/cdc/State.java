package io.patternsdk.cdc;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonLimits;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonReader;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.keyvalue.Versioned;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Small JSON records, some of which are replaced by compare-and-set. Thread-safe. */
final class State {
  /** What was written here is read here: a parked row has the size that it has. */
  private static final JsonReader OURS =
      new JsonReader(new JsonLimits(Integer.MAX_VALUE, JsonLimits.MAX_DEPTH, Integer.MAX_VALUE));

  private final KeyValue plain;
  private final KeyValueCas values;

  State(KeyValue plain, KeyValueCas values) {
    this.plain = plain;
    this.values = values;
  }

  /** Returns a record that nobody replaces; empty if there is none. */
  Optional<JsonObject> get(String key) {
    return plain.get(key).map(bytes -> json(key, bytes));
  }

  /** Stores a record that nobody else writes. */
  void set(String key, JsonObject json) {
    plain.set(key, json.toBytes());
  }

  /** Deletes a record. */
  void delete(String key) {
    boolean unused = plain.delete(key);
  }

  /** A record with the version that it had. */
  record Kept(JsonObject json, Version version) {}

  Optional<Kept> find(String key) {
    return values.getVersioned(key).map(found -> kept(key, found));
  }

  private static Kept kept(String key, Versioned found) {
    return new Kept(json(key, found.value()), found.version());
  }

  private static JsonObject json(String key, byte[] bytes) {
    try {
      return OURS.read(bytes).asObject();
    } catch (JsonException e) {
      throw new BackendException(ErrorKind.CORRUPT, key + " is no record of ours", e);
    }
  }

  /**
   * Puts a record in place of one, or where there is none. Returns its version; empty if another
   * was faster. What a lost answer did is read from the record: no two records are the same.
   */
  Optional<Version> replace(String key, @Nullable Version expected, JsonObject json) {
    byte[] bytes = json.toBytes();
    try {
      return expected == null
          ? values.setIfAbsent(key, bytes)
          : values.compareAndSet(key, expected, bytes);
    } catch (BackendException e) {
      if (e.effect() == Effect.NONE) {
        throw e;
      }
      return values
          .getVersioned(key)
          .filter(found -> Arrays.equals(found.value(), bytes))
          .map(Versioned::version)
          .or(
              () -> {
                throw e;
              });
    }
  }
}
