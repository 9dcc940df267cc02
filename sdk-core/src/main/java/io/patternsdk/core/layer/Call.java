package io.patternsdk.core.layer;

import java.time.Duration;

/**
 * The rest of the way of one call: the layers further in and the driver. Each run is an attempt.
 *
 * @param <T> what it returns
 */
@FunctionalInterface
public interface Call<T> {

  /** Makes the call. */
  T run();

  /** Returns how long the caller asked it to wait; zero but for {@link Shape#WAIT}. */
  default Duration requestedWait() {
    return Duration.ZERO;
  }

  /** Returns a call that was asked to wait. */
  static <T> Call<T> waiting(Duration wait, Call<T> call) {
    return new Call<>() {
      @Override
      public T run() {
        return call.run();
      }

      @Override
      public Duration requestedWait() {
        return wait;
      }
    };
  }
}
