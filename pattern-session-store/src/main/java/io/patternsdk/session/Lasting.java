package io.patternsdk.session;

import static io.patternsdk.core.merge.Lifecycle.ENDS;

import io.patternsdk.core.merge.Lifecycle;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.session.SessionException.Code;
import java.time.Duration;

/**
 * How long a session lasts.
 *
 * @param idle after how long without use it expires; negative for never
 * @param lifetime after how long it expires in any case; negative for never
 */
record Lasting(Duration idle, Duration lifetime) {
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /** Checks that neither is zero or longer than a hundred years. */
  Lasting {
    check("idle", idle);
    check("lifetime", lifetime);
  }

  private static void check(String what, Duration duration) {
    boolean tooShort = !duration.isNegative() && duration.toMillis() < 1;
    if (tooShort || duration.compareTo(LONGEST) > 0) {
      throw new SessionException(
          Code.INVALID,
          what + " is " + duration + "; 1 ms to 100 years works, or negative for never");
    }
  }

  /**
   * Writes it. The idle time that counts is longer by what the last use that is stored may be
   * behind the real one, so that no session expires early.
   */
  void write(Patch.Builder patch, long now, SessionSettings settings) {
    long millis = idle.isNegative() ? -1 : idle.toMillis();
    long slack = idle.isNegative() ? 0 : settings.touchInterval(idle).toMillis();
    patch
        .set(SessionCodec.IDLE, Long.toString(millis))
        .set(Lifecycle.IDLE, millis + slack)
        .set(ENDS, lifetime.isNegative() ? -1 : now + lifetime.toMillis());
  }
}
