package io.patternsdk.testkit.fault;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What strikes one call.
 *
 * @param delay how late it starts
 * @param kind with what it fails; null if it does not
 * @param applied whether the driver is called
 * @param effect what its error says of that
 */
record Verdict(Duration delay, @Nullable ErrorKind kind, boolean applied, Effect effect) {

  static Verdict none(Duration delay) {
    return new Verdict(delay, null, true, Effect.NONE);
  }

  static Verdict of(Duration delay, Fault.Failure failure, boolean coin) {
    return switch (failure.landing()) {
      case NEVER -> new Verdict(delay, failure.kind(), false, Effect.NONE);
      case ALWAYS -> new Verdict(delay, failure.kind(), true, Effect.UNKNOWN);
      case EITHER -> new Verdict(delay, failure.kind(), coin, Effect.UNKNOWN);
    };
  }

  BackendException error(ErrorKind failed, long seed) {
    return new BackendException(failed, effect, "a fault on cue (seed " + seed + ")", null);
  }
}
