package io.patternsdk.testkit.contract.internal;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;

/** What a short timeout may end where the machine is busy. */
public final class ShortTimeout {
  private static final int TRIES = 5;

  private ShortTimeout() {}

  /**
   * Waits, again if that was TIMED_OUT: what surrounds a wait may take longer than a short timeout
   * on a busy machine. A driver that bounds the wait itself by its timeout fails each time.
   */
  public static void outlast(Runnable wait) {
    for (int i = 1; i < TRIES; i++) {
      try {
        wait.run();
        return;
      } catch (BackendException e) {
        if (e.kind() != ErrorKind.TIMED_OUT) {
          throw e;
        }
      }
    }
    wait.run();
  }
}
