package io.patternsdk.core.keyvalue;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A key with its value.
 *
 * @param key the key
 * @param value the value, not copied
 */
public record Entry(String key, byte[] value) {

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Entry e && key.equals(e.key) && Arrays.equals(value, e.value);
  }

  @Override
  public int hashCode() {
    return 31 * key.hashCode() + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return "Entry[" + key + ", " + value.length + " bytes]";
  }
}
