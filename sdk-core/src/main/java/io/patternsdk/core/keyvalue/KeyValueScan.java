package io.patternsdk.core.keyvalue;

import io.patternsdk.core.capability.Scan;

/**
 * Walks the keys that begin with a prefix: {@code keyvalue_scan}.
 *
 * <p>A scan sees every key that exists from its start to its end exactly once; keys that come or go
 * meanwhile may or may not be seen. The order is the driver's. An empty prefix means all keys of
 * the namespace. It never costs a round trip a key: drivers fetch pages ahead and values in
 * batches.
 */
public interface KeyValueScan {

  /** Starts a walk over the keys; the caller closes it. */
  Scan<String> keys(String prefix);

  /**
   * Starts a walk over the keys with their values; the caller closes it. A key that is deleted
   * while the walk is on its way to the value is left out.
   */
  Scan<Entry> entries(String prefix);

  /** Counts the keys that a walk would see. */
  long count(String prefix);
}
