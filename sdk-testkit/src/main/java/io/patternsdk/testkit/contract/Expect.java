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
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** How operations are expected to end where they do not succeed. */
public final class Expect {
  private Expect() {}

  /** Expects a failure of one kind and returns it. */
  public static BackendException failure(ErrorKind kind, Runnable call) {
    return thrown(kind, catchThrowable(call::run));
  }

  /** Expects that what was thrown is a failure of one kind and returns it. */
  public static BackendException thrown(ErrorKind kind, @Nullable Throwable thrown) {
    if (!(thrown instanceof BackendException failure)) {
      throw new AssertionError("expected " + kind + " and got " + thrown, thrown);
    }
    assertThat(failure.kind()).as("kind of: %s", failure).isEqualTo(kind);
    return failure;
  }

  /**
   * Expects a failure because no answer comes: TIMED_OUT, or UNAVAILABLE where the driver has found
   * out first that its connection is dead.
   */
  public static void unanswered(Runnable call) {
    Throwable thrown = catchThrowable(call::run);
    if (!(thrown instanceof BackendException e && e.kind() == ErrorKind.UNAVAILABLE)) {
      thrown(ErrorKind.TIMED_OUT, thrown);
    }
  }

  /** Expects false, or INVALID_ARGUMENT, of a receipt or version that nobody gave. */
  public static void falseOrInvalid(BooleanSupplier call) {
    try {
      assertThat(call.getAsBoolean()).isFalse();
    } catch (BackendException e) {
      thrown(ErrorKind.INVALID_ARGUMENT, e);
    }
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
      thrown(ErrorKind.CANCELLED, thrown);
    }
    assertThat(kept).as("interrupt flag after the call").isTrue();
  }
}
