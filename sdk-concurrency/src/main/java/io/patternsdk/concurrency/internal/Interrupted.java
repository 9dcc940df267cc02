package io.patternsdk.concurrency.internal;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import org.jspecify.annotations.Nullable;

/** What an interrupt becomes. */
public final class Interrupted {
  private Interrupted() {}

  /** Restores the flag and returns the exception to throw. */
  public static BackendException during(String doing, Effect effect, @Nullable Throwable cause) {
    Thread.currentThread().interrupt();
    return new BackendException(ErrorKind.CANCELLED, effect, "interrupted " + doing, cause);
  }
}
