package io.patternsdk.core.merge;

import org.jspecify.annotations.Nullable;

/**
 * When a patch is applied; compared with the record in the same step, by the clock of the backend.
 *
 * @param kind what is compared
 * @param operand with what; 0 where nothing is
 */
public record Condition(Kind kind, long operand) {
  /** Whatever is there. */
  public static final Condition ALWAYS = new Condition(Kind.ALWAYS, 0);

  /** No field of the record is there. */
  public static final Condition ABSENT = new Condition(Kind.ABSENT, 0);

  /** The record is {@link State#ALIVE}. */
  public static final Condition ALIVE = new Condition(Kind.ALIVE, 0);

  /** The record is {@link State#EXPIRED}. */
  public static final Condition EXPIRED = new Condition(Kind.EXPIRED, 0);

  /** What is compared. */
  public enum Kind {
    /** Nothing. */
    ALWAYS,
    /** Whether anything is there. */
    ABSENT,
    /** Whether the record is there for readers. */
    ALIVE,
    /** Whether it has expired and was not ended. */
    EXPIRED,
    /** Whether it is alive and has had so many changes. */
    UNCHANGED,
    /** Whether it is alive and was last used at that time or before. */
    ACCESSED_BY,
    /** Whether it is alive and its values have at most so many bytes with the patch. */
    ALIVE_WITHIN
  }

  /** The record is alive and has this {@link StoredRecord#revision}. */
  public static Condition unchanged(long revision) {
    return new Condition(Kind.UNCHANGED, revision);
  }

  /** The record is alive and was last used at this time, in milliseconds, or before. */
  public static Condition accessedBy(long millis) {
    return new Condition(Kind.ACCESSED_BY, millis);
  }

  /**
   * The record is alive, and the values of its fields would have at most so many bytes; those of
   * the patch count in place of the stored ones, whether they hold or not.
   */
  public static Condition aliveWithin(long bytes) {
    return new Condition(Kind.ALIVE_WITHIN, bytes);
  }

  /** Tells whether it holds for what is stored at a time of the backend, before a patch is made. */
  boolean holds(@Nullable StoredRecord stored, long now) {
    if (kind == Kind.ALWAYS || kind == Kind.ABSENT) {
      return kind == Kind.ALWAYS || stored == null;
    }
    if (stored == null) {
      return false;
    }
    State state = Lifecycle.state(stored.fields(), now);
    return switch (kind) {
      case EXPIRED -> state == State.EXPIRED;
      case UNCHANGED -> state == State.ALIVE && stored.revision() == operand;
      case ACCESSED_BY ->
          state == State.ALIVE && Lifecycle.number(stored.fields(), Lifecycle.ACCESSED) <= operand;
      default -> state == State.ALIVE;
    };
  }
}
