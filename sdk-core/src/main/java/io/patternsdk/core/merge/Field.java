package io.patternsdk.core.merge;

import org.jspecify.annotations.Nullable;

/**
 * What a field holds: the write with the greatest stamp.
 *
 * @param stamp the stamp of that write
 * @param value what was written, not copied; null if the field was removed, which is kept like any
 *     other write
 */
@SuppressWarnings("ArrayRecordComponent")
public record Field(Stamp stamp, byte @Nullable [] value) {
  /** Returns how many bytes its value has; 0 where it was removed. */
  public int bytes() {
    return value == null ? 0 : value.length;
  }
}
