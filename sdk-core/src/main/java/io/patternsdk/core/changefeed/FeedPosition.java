package io.patternsdk.core.changefeed;

/**
 * How far a feed has come: through all transactions before one, and through the first changes of
 * that one. Changes of a transaction are counted as the source has them, before any filter and
 * without what was rolled back, so a position means the same to every reader. It may be stored as
 * text and used later, by any process.
 *
 * @param source what it belongs to: a position of one source means nothing to another
 * @param commit where the transaction is among all of the source; from 0, growing in their order
 * @param index how many of its changes are done; {@link #END} for the whole of it
 */
public record FeedPosition(String source, long commit, long index) {
  /** The index behind the last change of a transaction. */
  public static final long END = Long.MAX_VALUE;

  private static final String END_TEXT = "end";

  /** Checks that there is a source and that no number is negative. */
  public FeedPosition {
    if (source.isEmpty() || commit < 0 || index < 0) {
      throw new IllegalArgumentException(
          "source \"" + source + "\", commit " + commit + ", index " + index + " is no position");
    }
  }

  /** Returns the position before a transaction, with all earlier ones done. */
  public static FeedPosition before(String source, long commit) {
    return new FeedPosition(source, commit, 0);
  }

  /** Returns the position behind a transaction. */
  public static FeedPosition behind(String source, long commit) {
    return new FeedPosition(source, commit, END);
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static FeedPosition parse(String text) {
    int at = text.lastIndexOf('@');
    int colon = text.lastIndexOf(':');
    try {
      String index = text.substring(colon + 1);
      return new FeedPosition(
          text.substring(0, Math.max(at, 0)),
          Long.parseLong(text.substring(at + 1, Math.max(colon, at + 1))),
          index.equals(END_TEXT) ? END : Long.parseLong(index));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no position, such as source@1742:3 or source@1742:end", e);
    }
  }

  /** Tells whether it is behind another one of the same source. */
  public boolean after(FeedPosition other) {
    if (!source.equals(other.source)) {
      throw new IllegalArgumentException(this + " and " + other + " are of different sources");
    }
    return commit != other.commit ? commit > other.commit : index > other.index;
  }

  /**
   * Tells whether it is inside a transaction, of which some changes are done and others are not.
   */
  public boolean isInside() {
    return index > 0 && index < END;
  }

  /** Returns source, commit and index, such as {@code source@1742:3}. */
  @Override
  public String toString() {
    return source + "@" + commit + ":" + (index == END ? END_TEXT : Long.toString(index));
  }
}
