package io.patternsdk.core.keyvalue;

import io.patternsdk.core.capability.Traits;
import java.util.Optional;

/**
 * Reads and writes single values by key: {@code keyvalue_basic}.
 *
 * <p>A key is a non-empty string without unpaired surrogates of at most 512 UTF-8 bytes; a value is
 * at most what {@link Traits#maxValueBytes} of the driver says. A write that has returned is seen
 * by every later read of the same backend. Values are not copied: the caller changes no array that
 * it handed in or received.
 *
 * <p>Each method blocks at most until the ambient deadline or the driver's operation timeout. Safe
 * for use by any number of threads. Driver authors: the core has checked and prefixed the key.
 */
public interface KeyValue {

  /** Returns the value; empty if there is none or its TTL has run out. Repeating is safe. */
  Optional<byte[]> get(String key);

  /** Stores the value, replacing an earlier one and clearing its TTL. Repeating is safe. */
  void set(String key, byte[] value);

  /**
   * Deletes the value and tells whether there was one. Deleting the absent succeeds. Repeating is
   * safe for the backend but changes the answer, so the SDK does not retry it by itself.
   */
  boolean delete(String key);

  /** Tells whether there is a value. Repeating is safe. */
  boolean exists(String key);
}
