package io.patternsdk.concurrency;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of many pieces of work. Immutable.
 *
 * @param results one for each input, in their order
 * @param <T> what they make
 */
public record Report<T>(List<Result<T>> results) {

  /** Tells whether every piece ended well. */
  public boolean allSucceeded() {
    return results.stream().allMatch(Result.Success.class::isInstance);
  }

  /** Returns what was made, in order of the inputs, leaving out those that made nothing. */
  public List<T> values() {
    List<T> values = new ArrayList<>();
    for (Result<T> result : results) {
      if (result instanceof Result.Success<T> success) {
        values.add(success.value());
      }
    }
    return values;
  }

  /** Returns everything that was thrown, in order of the inputs. */
  public List<Throwable> failures() {
    List<Throwable> failures = new ArrayList<>();
    for (Result<T> result : results) {
      if (result instanceof Result.Failure<T> failure) {
        failures.add(failure.cause());
      }
    }
    return failures;
  }

  /** Counts the pieces that had not ended, begun or not. */
  public int unfinished() {
    return (int) results.stream().filter(Result.Unfinished.class::isInstance).count();
  }
}
