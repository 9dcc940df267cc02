package io.patternsdk.core.layer;

/**
 * The rest of the way of one call: the layers further in and the driver. Each run is an attempt.
 *
 * @param <T> what it returns
 */
@FunctionalInterface
public interface Call<T> {

  /** Makes the call. */
  T run();
}
