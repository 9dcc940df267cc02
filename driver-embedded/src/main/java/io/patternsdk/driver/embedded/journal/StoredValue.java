package io.patternsdk.driver.embedded.journal;

import io.patternsdk.core.keyvalue.Version;

/**
 * A value as it is kept.
 *
 * @param value the bytes, not copied
 * @param version the number of the write that made it
 * @param expiresAt when it ceases to be there; {@link MonotonicClock#NEVER} if it stays
 */
@SuppressWarnings("ArrayRecordComponent")
public record StoredValue(byte[] value, long version, long expiresAt) {

  public boolean expires() {
    return expiresAt != MonotonicClock.NEVER;
  }

  public StoredValue expiringAt(long time) {
    return new StoredValue(value, version, time);
  }

  public Version toVersion() {
    return new Version(Long.toString(version, Character.MAX_RADIX));
  }

  public boolean has(Version expected) {
    return toVersion().equals(expected);
  }
}
