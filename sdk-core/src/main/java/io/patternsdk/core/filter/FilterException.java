package io.patternsdk.core.filter;

import io.patternsdk.core.json.JsonException;

/**
 * A text is no filter or exceeds a limit, or an operator does not take a value. The message says
 * where, what was wrong and what would be right. Trying the same again fails again.
 */
public final class FilterException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 500;

  private final String path;
  private final String problem;

  FilterException(String path, String problem) {
    super(shorten("filter" + (path.isEmpty() ? "" : " at " + path) + ": " + problem));
    this.path = path;
    this.problem = problem;
  }

  FilterException(JsonException cause) {
    super(shorten("filter: " + cause.getMessage()), cause);
    this.path = "";
    this.problem = String.valueOf(cause.getMessage());
  }

  /**
   * The place within the filter, such as {@code $or[1].battery.lt}; empty for the filter itself.
   */
  public String path() {
    return path;
  }

  /** What was wrong and what would be right, without the place. */
  public String problem() {
    return problem;
  }

  /** Names and values come from outside and may be of any length. */
  private static String shorten(String message) {
    if (message.length() <= LONGEST) {
      return message;
    }
    boolean splitsPair = Character.isHighSurrogate(message.charAt(LONGEST - 1));
    return message.substring(0, splitsPair ? LONGEST - 1 : LONGEST) + "…";
  }
}
