package io.patternsdk.core.standard;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import java.time.Duration;

/** The checks of receiving from a queue. */
final class Receiving {
  private Receiving() {}

  static void check(int max, Duration wait) {
    if (max < 1) {
      throw new BackendException(
          ErrorKind.INVALID_ARGUMENT, "max is " + max + "; at least 1 works");
    }
    if (wait.isNegative()) {
      throw new BackendException(
          ErrorKind.INVALID_ARGUMENT, "wait is " + wait + "; zero or more works");
    }
  }
}
