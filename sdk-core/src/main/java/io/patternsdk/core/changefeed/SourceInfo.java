package io.patternsdk.core.changefeed;

/**
 * What a source says of a change beside what happened, for whoever tells it to others. Nothing is
 * decided by it: {@link FeedPosition} says what is before what.
 *
 * @param database the database that the table is in; empty if the source has no such thing
 * @param lsn where the change itself is in the log of the source; −1 if that is not said. Of READ
 *     where the rows were read
 * @param previousCommit where the transaction ends in the log that came before, as far as this
 *     reading came by it; −1 if it did not. The same change that is read again may have another
 * @param mark what a row is among those of its snapshot
 */
public record SourceInfo(String database, long lsn, long previousCommit, Mark mark) {
  /** That of a source that says nothing. */
  public static final SourceInfo NONE = new SourceInfo("", -1, -1, Mark.NONE);

  /** What a row is among those of a snapshot. May grow between versions. */
  public enum Mark {
    /** One of many, or none of a snapshot. */
    NONE,
    /** The first of all. */
    FIRST,
    /** The first of its table. */
    FIRST_OF_TABLE,
    /** The last of its table. */
    LAST_OF_TABLE,
    /** The last of all. */
    LAST
  }

  /** Returns that of a database and a place in its log. */
  public static SourceInfo of(String database, long lsn) {
    return new SourceInfo(database, lsn, -1, Mark.NONE);
  }

  /** Returns it with another mark. */
  public SourceInfo with(Mark other) {
    return other == mark ? this : new SourceInfo(database, lsn, previousCommit, other);
  }
}
