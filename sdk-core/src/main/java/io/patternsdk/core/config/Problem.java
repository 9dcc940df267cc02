package io.patternsdk.core.config;

import java.util.Comparator;

/**
 * One thing that is wrong with the configuration, in words for whoever wrote it.
 *
 * @param location where it stands
 * @param path the dotted path of the setting, such as {@code pattern.concurrency.workers}; empty
 *     where the whole file is meant
 * @param what what is wrong, as the rest of a sentence about the path: {@code is missing}
 * @param fix what would be right, such as {@code expected a duration such as 30s}; may be empty
 */
public record Problem(Location location, String path, String what, String fix)
    implements Comparable<Problem> {

  private static final Comparator<Problem> ORDER =
      Comparator.comparing(Problem::location)
          .thenComparing(Problem::path)
          .thenComparing(Problem::what)
          .thenComparing(Problem::fix);

  /** Orders by location, then by the words, so that a list of problems never changes its order. */
  @Override
  public int compareTo(Problem other) {
    return ORDER.compare(this, other);
  }

  /** One line: {@code file:line:column: path what; fix}; names of settings may hold anything. */
  @Override
  public String toString() {
    String sentence = path.isEmpty() ? what : path + " " + what;
    return OneLine.of(location + ": " + sentence + (fix.isEmpty() ? "" : "; " + fix));
  }
}
