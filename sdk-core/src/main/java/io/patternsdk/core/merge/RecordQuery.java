package io.patternsdk.core.merge;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import java.util.Optional;

/**
 * Which records to list.
 *
 * @param state {@link State#ALIVE} or {@link State#EXPIRED}
 * @param prefix what their keys begin with; empty for all
 * @param group what they are grouped under; empty for all, always so for those that have expired
 * @param after the key after which to go on; empty for those that have expired, which are listed no
 *     more when they are ended
 * @param limit how many to look at at most, 1 to {@link #MOST}
 */
public record RecordQuery(
    State state, String prefix, Optional<String> group, Optional<String> after, int limit) {
  /** The most records of a page. */
  public static final int MOST = 1_000;

  /** Checks what can be listed. */
  public RecordQuery {
    boolean listed =
        state == State.ALIVE || (state == State.EXPIRED && group.isEmpty() && after.isEmpty());
    if (!listed || limit < 1 || limit > MOST) {
      throw new BackendException(
          ErrorKind.INVALID_ARGUMENT,
          limit
              + " records that are "
              + state
              + " cannot be listed: 1 to "
              + MOST
              + " that are ALIVE can be, or that are EXPIRED and of any group");
    }
  }

  /** Returns the query for those that are there. */
  public static RecordQuery alive(int limit) {
    return new RecordQuery(State.ALIVE, "", Optional.empty(), Optional.empty(), limit);
  }

  /** Returns the query for those that have expired and were not ended, in any order. */
  public static RecordQuery expired(int limit) {
    return new RecordQuery(State.EXPIRED, "", Optional.empty(), Optional.empty(), limit);
  }

  /** Returns the same for those of a group. */
  public RecordQuery in(String group) {
    return new RecordQuery(state, prefix, Optional.of(group), after, limit);
  }

  /** Returns the same for keys that begin with a prefix. */
  public RecordQuery startingWith(String prefix) {
    return new RecordQuery(state, prefix, group, after, limit);
  }

  /** Returns the same from after a key on. */
  public RecordQuery after(Optional<String> key) {
    return new RecordQuery(state, prefix, group, key, limit);
  }
}
