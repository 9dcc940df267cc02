package io.patternsdk.core.stream;

import java.util.Map;

/**
 * Shares the partitions of a stream among the members of a group: {@code stream_consumer_groups}.
 *
 * <p>Each partition is read by one member at a time, so that what has one key is handled in order.
 * When members come, leave or die, partitions move: nothing is lost, and of what a member was
 * handed only what it had not committed is handed out again. A group exists once somebody has
 * joined it and keeps its place when nobody is left.
 */
public interface StreamConsumerGroups {

  /**
   * Joins a group; the caller closes what is returned. A group that has no place yet in a partition
   * begins there at {@code from}; otherwise {@code from} means nothing.
   */
  GroupMember join(String stream, String group, ReadFrom from);

  /**
   * Moves the place of a group in the partitions that {@code to} reads, forward or back. Members
   * that hold them go on from there, and what they were handed before can no longer be committed.
   * Repeating is safe.
   */
  void reset(String stream, String group, ReadFrom to);

  /**
   * Returns, for each partition, how many records the group has not committed; empty for a group
   * that does not exist. Repeating is safe.
   */
  Map<Integer, Long> lag(String stream, String group);
}
