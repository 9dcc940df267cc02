package io.patternsdk.core.filter;

import io.patternsdk.core.json.JsonException;

/**
 * A text is no filter or exceeds a limit, or an operator does not take a value. The message says
 * where, what was wrong and what would be right. Trying the same again fails again.
 */
public final class FilterException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final String problem;

  FilterException(String path, String problem) {
    super("filter" + (path.isEmpty() ? "" : " at " + path) + ": " + problem);
    this.path = path;
    this.problem = problem;
  }

  FilterException(JsonException cause) {
    super("filter: " + cause.getMessage(), cause);
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
}
