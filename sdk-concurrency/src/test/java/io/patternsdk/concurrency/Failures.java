package io.patternsdk.concurrency;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import org.assertj.core.api.Assertions;

/** Failures to throw and to expect. */
final class Failures {
  private Failures() {}

  static BackendException of(ErrorKind kind) {
    return new BackendException(kind, "on cue");
  }

  static BackendException down() {
    return of(ErrorKind.UNAVAILABLE);
  }

  static <T> T fail(ErrorKind kind) {
    throw of(kind);
  }

  static Rejection refusal(Runnable call) {
    return Assertions.catchThrowableOfType(RejectedException.class, call::run).reason();
  }

  static ErrorKind kind(Runnable call) {
    return Assertions.catchThrowableOfType(BackendException.class, call::run).kind();
  }
}
