package io.patternsdk.core.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a pattern has accepted and not finished, as counts under names of its own: deliveries that
 * nobody has acknowledged, changes that are not applied, sessions that wait for a region. The last
 * line of the log is made of it.
 *
 * @param counts the counts in the order in which they are told, each name once; {@link #IN_FLIGHT}
 *     is always the first
 */
public record Unfinished(List<Count> counts) {
  /** The name of the count that every pattern has: the operations under way. */
  public static final String IN_FLIGHT = "in-flight";

  /** Nothing is left. */
  public static final Unfinished NOTHING = inFlight(0);

  /**
   * How many of something are left.
   *
   * @param name what they are, in lower case with hyphens
   * @param count how many
   * @param help what that means, for whoever reads the log after work was left
   */
  public record Count(String name, long count, String help) {
    /** Refuses a name that would make the last line of the log ambiguous. */
    public Count {
      if (!name.matches("[a-z][a-z0-9-]*")) {
        throw new IllegalArgumentException(
            "\"" + name + "\" is no name of a count; lower case letters, digits and hyphens are");
      }
    }

    @Override
    public String toString() {
      return name + " " + count;
    }
  }

  /** Refuses counts that do not begin with what is in flight, and a name that comes twice. */
  public Unfinished {
    counts = List.copyOf(counts);
    if (counts.isEmpty() || !counts.getFirst().name().equals(IN_FLIGHT)) {
      throw new IllegalArgumentException("the first count is " + IN_FLIGHT + ", not " + counts);
    }
    if (counts.stream().map(Count::name).distinct().count() < counts.size()) {
      throw new IllegalArgumentException("a count is named twice: " + counts);
    }
  }

  /** Returns the count of a pattern that has nothing but operations under way. */
  public static Unfinished inFlight(long count) {
    return new Unfinished(List.of(new Count(IN_FLIGHT, count, "operations under way")));
  }

  /** Returns the same with one count more. */
  public Unfinished and(String name, long count, String help) {
    List<Count> all = new ArrayList<>(counts);
    all.add(new Count(name, count, help));
    return new Unfinished(all);
  }

  /** Returns the same with at least so many operations in flight. */
  public Unfinished inFlightAtLeast(long least) {
    List<Count> all = new ArrayList<>(counts);
    Count first = all.getFirst();
    all.set(0, new Count(first.name(), Math.max(first.count(), least), first.help()));
    return new Unfinished(all);
  }

  /** Returns how many are left under a name; 0 if it has no such count. */
  public long count(String name) {
    return counts.stream().filter(one -> one.name().equals(name)).mapToLong(Count::count).sum();
  }

  /** Tells whether nothing is left. */
  public boolean isNothing() {
    return counts.stream().allMatch(one -> one.count() == 0);
  }

  /** Returns the counts as the last line of the log has them: {@code in-flight 0, parked 3}. */
  @Override
  public String toString() {
    return counts.stream().map(Count::toString).collect(Collectors.joining(", "));
  }
}
