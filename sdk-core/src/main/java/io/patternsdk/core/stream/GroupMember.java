package io.patternsdk.core.stream;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * One member of a group. {@link #poll} is for one thread at a time, the rest for any. It stays a
 * member, however long its records take, for as long as its process runs and reaches the backend;
 * otherwise its partitions go to others after the group's lease time. It survives the loss of its
 * connection.
 */
public interface GroupMember extends AutoCloseable {

  /**
   * Returns the next records of its partitions, at most {@code max}, waiting up to {@code wait} for
   * the first of them; an empty list means that none came. Records of one partition come in its
   * order. A call that fails has moved nothing on: repeating is safe.
   */
  List<StreamRecord> poll(int max, Duration wait);

  /**
   * Commits each partition up to and with the greatest of these offsets; returns when the backend
   * has stored it. One that is already behind the committed place does nothing. Repeating is safe.
   *
   * @throws io.patternsdk.core.BackendException CONFLICT if a partition is no longer this member's;
   *     those that are have been committed
   */
  void commit(Collection<Offset> offsets);

  /** Returns the partitions that are its own now. */
  Set<Integer> assignment();

  /**
   * Leaves the group: its partitions are free for others at once. What was not committed is handed
   * out again. A waiting {@link #poll} ends. Repeating does nothing.
   */
  @Override
  void close();
}
