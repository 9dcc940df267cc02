package io.patternsdk.concurrency;

/**
 * Work on one input.
 *
 * @param <I> what it takes
 * @param <T> what it makes of it
 */
@FunctionalInterface
public interface Step<I, T> {

  /** Does the work. Whatever it throws is kept as the result of this input. */
  T apply(I input) throws Exception;
}
