package io.patternsdk.benchmarks.paired;

/**
 * One way of doing the work that is compared.
 *
 * @param name what the table calls it
 * @param turn does the work many times
 */
public record Contender(String name, Turn turn) {

  /** A loop over the work; each contender has a loop of its own, so that it is compiled for it. */
  @FunctionalInterface
  public interface Turn {
    /** Does the work {@code times} times and returns something that depends on all of it. */
    long take(int times);
  }

  @Override
  public String toString() {
    return name;
  }
}
