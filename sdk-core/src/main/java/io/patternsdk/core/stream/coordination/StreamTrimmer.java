package io.patternsdk.core.stream.coordination;

import io.patternsdk.core.stream.Retention;

/** What a driver does for retention: removes the oldest records of one partition. */
@FunctionalInterface
public interface StreamTrimmer {

  /**
   * Removes what is beyond the bounds: all but the newest {@code maxRecords}, and what is older
   * than {@code maxAge} by the clock that gives records their time, from the oldest on; of either
   * it may leave a tenth more than the bounds, or a hundred records. No record at {@code floor} or
   * past it is ever removed; nor does it matter here whether the bounds spare what is unread.
   * Repeating is safe.
   *
   * @param floor the first position to keep whatever the bounds say; {@link Long#MAX_VALUE} for
   *     none
   * @return how many were removed
   */
  long trim(String stream, int partition, Retention bounds, long floor);
}
