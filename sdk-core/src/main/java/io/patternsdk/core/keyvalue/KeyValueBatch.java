package io.patternsdk.core.keyvalue;

import io.patternsdk.core.capability.Traits;
import java.util.Collection;
import java.util.Map;

/**
 * Many keys in one round trip: {@code keyvalue_batch}.
 *
 * <p>A batch is not atomic: on an error some of it may have been applied. It holds at most {@link
 * Traits#maxBatch} keys; more is TOO_LARGE. An empty batch succeeds without a call.
 */
public interface KeyValueBatch {

  /** Returns the values that exist, by key; absent keys are left out. Repeating is safe. */
  Map<String, byte[]> getAll(Collection<String> keys);

  /** Stores all values, clearing earlier TTLs. Repeating is safe. */
  void setAll(Map<String, byte[]> values);

  /** Deletes all keys and returns how many existed. Repeating changes only the answer. */
  long deleteAll(Collection<String> keys);
}
