package io.patternsdk.session;

import static io.patternsdk.core.merge.Lifecycle.ENDS;

import io.patternsdk.core.merge.Lifecycle;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.session.SessionException.Code;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a session lasts; what is empty stays as it is.
 *
 * @param idle after how long without use it expires; negative for never
 * @param lifetime after how long it expires in any case; negative for never
 */
record Lasting(Optional<Duration> idle, Optional<Duration> lifetime) {
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /** Checks that neither is zero or longer than a hundred years. */
  Lasting {
    idle.ifPresent(duration -> check("idle", duration));
    lifetime.ifPresent(duration -> check("lifetime", duration));
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
    idle.ifPresent(duration -> writeIdle(patch, duration, settings));
    lifetime.ifPresent(
        duration -> patch.set(ENDS, duration.isNegative() ? -1 : now + duration.toMillis()));
  }

  private static void writeIdle(Patch.Builder patch, Duration idle, SessionSettings settings) {
    long millis = idle.isNegative() ? -1 : idle.toMillis();
    long slack = idle.isNegative() ? 0 : settings.touchInterval(idle).toMillis();
    patch.set(SessionCodec.IDLE, Long.toString(millis)).set(Lifecycle.IDLE, millis + slack);
  }
}
