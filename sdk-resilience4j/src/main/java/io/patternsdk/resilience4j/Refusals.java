package io.patternsdk.resilience4j;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What refusals and interrupts become. */
final class Refusals {
  private Refusals() {}

  static RejectedException deadline(String what) {
    return new RejectedException(Rejection.DEADLINE, what + ": the deadline leaves no time");
  }

  /** A refusal of a call that has waited so long. */
  static RejectedException after(Duration waited, Rejection reason, String message) {
    return waited.isPositive()
        ? RejectedException.afterWait(reason, message)
        : new RejectedException(reason, message);
  }

  /** Sets the flag and returns the exception to throw. */
  static BackendException interrupted(String what, @Nullable Throwable cause) {
    Thread.currentThread().interrupt();
    return new BackendException(
        ErrorKind.CANCELLED, Effect.NONE, "interrupted while waiting for " + what, cause);
  }
}
