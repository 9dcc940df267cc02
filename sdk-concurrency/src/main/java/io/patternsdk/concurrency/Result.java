package io.patternsdk.concurrency;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;

/**
 * What became of one piece of work. Immutable.
 *
 * @param <T> what it makes
 */
public sealed interface Result<T> {

  /**
   * It ended well.
   *
   * @param value what it made
   */
  record Success<T>(T value) implements Result<T> {}

  /**
   * It threw.
   *
   * @param cause what it threw
   */
  record Failure<T>(Throwable cause) implements Result<T> {}

  /**
   * It had not ended when nobody waited for it any more.
   *
   * @param started whether it had begun: then it was interrupted and may have had an effect
   */
  record Unfinished<T>(boolean started) implements Result<T> {}

  /**
   * Returns the value, or throws what the work threw: unchecked exceptions and errors as they are,
   * others as cause of a BackendException of kind UNKNOWN.
   *
   * @throws BackendException CANCELLED if it is unfinished
   */
  default T orThrow() {
    return switch (this) {
      case Success<T> success -> success.value();
      case Failure<T> failure -> throw unchecked(failure.cause());
      case Unfinished<T> unfinished ->
          throw new BackendException(
              ErrorKind.CANCELLED,
              unfinished.started() ? Effect.UNKNOWN : Effect.NONE,
              unfinished.started() ? "not finished in time" : "not started in time",
              null);
    };
  }

  private static RuntimeException unchecked(Throwable cause) {
    return switch (cause) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> new BackendException(ErrorKind.UNKNOWN, String.valueOf(cause), cause);
    };
  }
}
