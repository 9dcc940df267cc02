package io.patternsdk.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import java.time.Duration;

/** How operations are expected to end where they do not succeed. */
public final class Expect {
  private Expect() {}

  /** Expects a failure of one kind and returns it. */
  public static BackendException failure(ErrorKind kind, Runnable call) {
    Throwable thrown = catchThrowable(call::run);
    assertThat(thrown).as("expected " + kind).isInstanceOf(BackendException.class);
    BackendException failure = (BackendException) thrown;
    assertThat(failure.kind()).as("kind of: %s", failure).isEqualTo(kind);
    return failure;
  }

  /** Expects a failure of one kind that has certainly changed nothing. */
  public static void refusal(ErrorKind kind, Runnable call) {
    assertThat(failure(kind, call).effect()).isEqualTo(Effect.NONE);
  }

  /** Expects that the call is refused when the deadline has passed. */
  public static void refusalPastTheDeadline(Runnable call) {
    Throwable thrown = catchThrowable(() -> Deadline.within(Duration.ZERO, call));
    assertThat(thrown).isInstanceOf(RejectedException.class);
    assertThat(((RejectedException) thrown).reason()).isEqualTo(Rejection.DEADLINE);
  }

  /**
   * Makes the call on an interrupted thread. It may succeed where nothing blocks; else it fails as
   * CANCELLED. The interrupt flag is kept in either case, and is clear afterwards.
   */
  public static void interruptIsKept(Runnable call) {
    Thread.currentThread().interrupt();
    Throwable thrown = catchThrowable(call::run);
    boolean kept = Thread.interrupted();
    if (thrown != null) {
      failure(
          ErrorKind.CANCELLED,
          () -> {
            throw rethrown(thrown);
          });
    }
    assertThat(kept).as("interrupt flag after the call").isTrue();
  }

  private static RuntimeException rethrown(Throwable thrown) {
    return thrown instanceof RuntimeException e ? e : new IllegalStateException(thrown);
  }
}
