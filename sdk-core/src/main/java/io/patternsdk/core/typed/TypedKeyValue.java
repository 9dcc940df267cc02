package io.patternsdk.core.typed;

import io.patternsdk.core.keyvalue.KeyValue;
import java.util.Optional;

/**
 * {@link KeyValue} with values of a type. The obligations are the same; {@code get} also throws
 * CORRUPT for a value that the codec cannot read.
 *
 * @param <T> the type of the values
 */
public record TypedKeyValue<T>(KeyValue values, Codec<T> codec) {

  /** Returns the value; empty if there is none. */
  public Optional<T> get(String key) {
    return values.get(key).map(codec::decode);
  }

  /** Stores the value, replacing an earlier one and clearing its TTL. */
  public void set(String key, T value) {
    values.set(key, codec.encode(value));
  }

  /** Deletes the value and tells whether there was one. */
  public boolean delete(String key) {
    return values.delete(key);
  }

  /** Tells whether there is a value. */
  public boolean exists(String key) {
    return values.exists(key);
  }
}
