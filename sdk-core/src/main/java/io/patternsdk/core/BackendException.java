package io.patternsdk.core;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A backend failed an operation, or its answer did not come. */
public final class BackendException extends OperationException {
  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;
  private final Effect effect;
  private final @Nullable Duration retryAfter;

  private BackendException(
      ErrorKind kind,
      Effect effect,
      String message,
      @Nullable Throwable cause,
      @Nullable Duration retryAfter) {
    super(message, cause, true);
    this.kind = kind;
    this.effect = effect;
    this.retryAfter = retryAfter;
  }

  /** Creates one whose effect is the usual one of its kind. */
  public BackendException(ErrorKind kind, String message) {
    this(kind, kind.usualEffect(), message, null, null);
  }

  /** Creates one whose effect is the usual one of its kind, keeping the client's exception. */
  public BackendException(ErrorKind kind, String message, @Nullable Throwable cause) {
    this(kind, kind.usualEffect(), message, cause, null);
  }

  /** Creates one whose effect the driver knows better, keeping the client's exception. */
  public BackendException(
      ErrorKind kind, Effect effect, String message, @Nullable Throwable cause) {
    this(kind, effect, message, cause, null);
  }

  /**
   * Returns what the failure of a later step is for a call of several steps, of which an earlier
   * one has been done: its effect is not {@link Effect#NONE}.
   */
  public static OperationException afterSteps(OperationException later) {
    if (later.effect() != Effect.NONE) {
      return later;
    }
    ErrorKind kind =
        switch (later) {
          case BackendException backend -> backend.kind();
          case RejectedException rejected when rejected.reason() == Rejection.DEADLINE ->
              ErrorKind.TIMED_OUT;
          default -> ErrorKind.UNAVAILABLE;
        };
    Duration pause = later.retryAfter().orElse(null);
    var open = new BackendException(kind, Effect.UNKNOWN, later.what(), later, pause);
    open.locateAs(later);
    return open;
  }

  /** Returns the same failure with the time after which the backend may be asked again. */
  public BackendException retryAfter(Duration duration) {
    var copy = new BackendException(kind, effect, what(), getCause(), duration);
    copy.locateAs(this);
    copy.setStackTrace(getStackTrace());
    return copy;
  }

  /** Returns why it failed. */
  public ErrorKind kind() {
    return kind;
  }

  @Override
  public Effect effect() {
    return effect;
  }

  @Override
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  @Override
  String label() {
    return kind + ", effect " + effect;
  }
}
