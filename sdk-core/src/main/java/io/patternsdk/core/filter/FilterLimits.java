package io.patternsdk.core.filter;

/**
 * How large a filter from outside may be.
 *
 * @param depth the greatest {@link Filter#depth()}; an object of several members counts as the
 *     {@code $and} that it is
 * @param clauses the most {@link Filter#clauses()}
 * @param listed the most values of one {@code in}
 */
public record FilterLimits(int depth, int clauses, int listed) {

  /** 5 deep, 20 clauses, 1,000 values of an {@code in}. */
  public static final FilterLimits DEFAULT = new FilterLimits(5, 20, 1_000);

  /** Refuses limits below 1 with an {@link IllegalArgumentException}. */
  public FilterLimits {
    if (depth < 1 || clauses < 1 || listed < 1) {
      throw new IllegalArgumentException(
          "limits are at least 1, not " + depth + ", " + clauses + ", " + listed);
    }
  }
}
