package io.patternsdk.core.pattern;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How the backend of a slot was when somebody last looked. Immutable. */
public final class MemberState {
  private final Status status;
  private final Instant since;
  private final String reason;

  private MemberState(Status status, Instant since, String reason) {
    this.status = status;
    this.since = since;
    this.reason = reason;
  }

  /** How a member is; none of it is for ever. */
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

  /** Returns a state that has held for some time, with one line on why; empty where it is up. */
  public static MemberState of(Status status, Instant since, String reason) {
    return new MemberState(status, since, reason);
  }

  /** Returns how it is. */
  public Status status() {
    return status;
  }

  /** Returns when it became so. */
  public Instant since() {
    return since;
  }

  /** Returns one line on why; empty where it is up. */
  public String reason() {
    return reason;
  }

  /** Tells whether calls make sense, well or not. */
  public boolean usable() {
    return status == Status.UP || status == Status.DEGRADED;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MemberState s
        && status == s.status
        && since.equals(s.since)
        && reason.equals(s.reason);
  }

  @Override
  public int hashCode() {
    return Objects.hash(status, since, reason);
  }

  @Override
  public String toString() {
    return status + " since " + since + (reason.isEmpty() ? "" : ": " + reason);
  }
}
