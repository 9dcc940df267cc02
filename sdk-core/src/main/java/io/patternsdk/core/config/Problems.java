package io.patternsdk.core.config;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Collects every problem of a configuration, so that all of them are reported at once. The same
 * problem noted twice counts once. May be used by any number of threads.
 */
public final class Problems {

  private final ConcurrentSkipListSet<Problem> noted = new ConcurrentSkipListSet<>();

  /** Starts without problems. */
  public Problems() {}

  /** Adds one. */
  public void note(Problem problem) {
    noted.add(problem);
  }

  /** Adds those that another reading found, for example {@link ConfigException#problems()}. */
  public void noteAll(Collection<Problem> problems) {
    noted.addAll(problems);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return noted.isEmpty();
  }

  /** What was noted so far, sorted by location: a copy. */
  public List<Problem> all() {
    return List.copyOf(noted);
  }

  /**
   * Does nothing when there are none.
   *
   * @throws ConfigException with all of them otherwise
   */
  public void throwIfAny() {
    List<Problem> all = all();
    if (!all.isEmpty()) {
      throw new ConfigException(all);
    }
  }
}
