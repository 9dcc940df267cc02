package io.patternsdk.core.stream;

import java.time.Instant;

/**
 * Finds places in a stream: {@code stream_replay}. What it returns is read by {@link
 * MessageStream#read} and given to groups by {@link StreamConsumerGroups#reset}. Repeating is safe.
 */
public interface StreamReplay {

  /**
   * Returns the place from which a reader gets, in each partition, the first record whose time is
   * not before {@code time} and all that follow it; where there is none, what is appended from now
   * on. Times of one partition may go back where {@link MessageStream#TIME_BASIS} is a process; the
   * first record then is one whose time is not before and that of its predecessor is.
   */
  ReadFrom at(String stream, Instant time);

  /** Returns the place behind the newest record of each partition as of now. */
  ReadFrom end(String stream);
}
