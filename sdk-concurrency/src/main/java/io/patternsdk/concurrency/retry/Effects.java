package io.patternsdk.concurrency.retry;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.OperationException;
import org.jspecify.annotations.Nullable;

/** What the attempts of one call may have done, all of them together. */
final class Effects {
  private Effects() {}

  /** Returns the last failure that may have had an effect, of this one and those before it. */
  static @Nullable Exception uncertain(@Nullable Exception before, Exception failure) {
    boolean none = failure instanceof OperationException e && e.effect() == Effect.NONE;
    return none ? before : failure;
  }

  /**
   * Returns what to throw after the last failure: one that does not promise that nothing happened
   * if an earlier attempt may have had an effect.
   */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // a body of X threw them
  static <X extends Exception> X told(Exception last, @Nullable Exception uncertain) {
    if (uncertain == null || uncertain(null, last) != null) {
      return (X) last;
    }
    return (X)
        switch (last) {
          case BackendException e -> BackendException.afterSteps(e);
          case OperationException e when uncertain instanceof BackendException earlier ->
              hinted(earlier, e);
          default -> uncertain;
        };
  }

  /** Lets what is thrown say when the last of the attempts asked to be made again. */
  private static BackendException hinted(BackendException thrown, OperationException last) {
    return last.retryAfter().map(thrown::retryAfter).orElse(thrown);
  }
}
