package io.patternsdk.core.stream;

/**
 * Bounds what a stream keeps: {@code stream_retention}.
 *
 * <p>Bounds belong to the stream, for all processes. What is beyond them is removed by {@link
 * #trim}, and by those who append: a process that appends trims the stream about once a minute.
 * Never removed, unless the bounds say so, is what a group of consumers has not committed.
 */
public interface StreamRetention {

  /** Sets the bounds, in place of earlier ones. Repeating is safe. */
  void retain(String stream, Retention bounds);

  /** Returns the bounds: {@link Retention#forever} where none have been set. Repeating is safe. */
  Retention retention(String stream);

  /**
   * Removes now what is beyond the bounds, at least so much that no more than a tenth above them,
   * or a hundred records of a partition, is left. Returns how many records were removed. Repeating
   * is safe.
   */
  long trim(String stream);
}
