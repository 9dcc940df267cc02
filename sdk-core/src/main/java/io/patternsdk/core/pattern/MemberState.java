package io.patternsdk.core.pattern;

import java.time.Instant;

/**
 * How the backend of a slot was when somebody last looked.
 *
 * @param status how it is
 * @param since when it became so
 * @param reason one line on why; empty where it is up
 */
public record MemberState(Status status, Instant since, String reason) {

  /** How a member is; from {@link #OPENING} on, none of it is for ever. */
  public enum Status {
    /** It does its work. */
    UP,
    /** It does its work, but not all of it or not well. */
    DEGRADED,
    /** It has never been open in this process, and is being tried in the background. */
    OPENING,
    /** It does not do its work. */
    DOWN
  }

  /** Tells whether calls make sense, well or not. */
  public boolean usable() {
    return status == Status.UP || status == Status.DEGRADED;
  }
}
