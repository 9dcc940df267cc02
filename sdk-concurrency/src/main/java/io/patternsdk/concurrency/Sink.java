package io.patternsdk.concurrency;

/**
 * Where items end.
 *
 * @param <T> what it takes
 */
@FunctionalInterface
public interface Sink<T> {

  /** Takes one item. It may block; whatever it throws is a failure of this item. */
  void accept(T item) throws Exception;
}
