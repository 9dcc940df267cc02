package io.patternsdk.driver.embedded;

import io.patternsdk.core.keyvalue.Version;

/**
 * A value as it is kept.
 *
 * @param value the bytes, not copied
 * @param version the number of the write that made it
 * @param expiresAt when it ceases to be there; {@link MonotonicClock#NEVER} if it stays
 */
@SuppressWarnings("ArrayRecordComponent")
record StoredValue(byte[] value, long version, long expiresAt) {

  boolean expires() {
    return expiresAt != MonotonicClock.NEVER;
  }

  StoredValue expiringAt(long time) {
    return new StoredValue(value, version, time);
  }

  Version toVersion() {
    return new Version(Long.toString(version, Character.MAX_RADIX));
  }

  boolean has(Version expected) {
    return toVersion().equals(expected);
  }
}
