package io.patternsdk.core.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The configuration is wrong, and here is all of it. Nothing was opened or changed. Its message has
 * one line for each problem, sorted by location, and contains no secret.
 */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * Reports the given problems.
   *
   * @throws IllegalArgumentException when there are none
   */
  public ConfigException(List<Problem> problems) {
    super(message(problems));
    this.problems = problems.stream().sorted().distinct().toList();
  }

  /** Reports one problem of a program's own settings, which stand in no file. */
  public static ConfigException of(String what, String fix) {
    return new ConfigException(List.of(new Problem(Location.CODE, "", what, fix)));
  }

  /** Every problem, at least one, sorted by location. */
  public List<Problem> problems() {
    return problems;
  }

  private static String message(List<Problem> problems) {
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("a ConfigException needs at least one problem");
    }
    return problems.stream()
        .sorted()
        .distinct()
        .map(Problem::toString)
        .collect(Collectors.joining("\n"));
  }
}
