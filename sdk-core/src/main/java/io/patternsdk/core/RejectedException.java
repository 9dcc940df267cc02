package io.patternsdk.core;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A guard refused a call; the backend was never called, so the effect is always {@link
 * Effect#NONE}. It says nothing about the health of the backend.
 *
 * <p>It carries no stack trace: refusing must stay cheap while a backend is down, and the message
 * names the guard.
 */
public final class RejectedException extends OperationException {
  private static final long serialVersionUID = 1L;

  private final Rejection reason;
  private final @Nullable Duration retryAfter;
  private final boolean shared;

  private RejectedException(
      Rejection reason, String message, @Nullable Duration retryAfter, boolean shared) {
    super(message, null, false);
    this.reason = reason;
    this.retryAfter = retryAfter;
    this.shared = shared;
  }

  /** Creates a refusal. */
  public RejectedException(Rejection reason, String message) {
    this(reason, message, null, false);
  }

  /** Creates a refusal that says when trying again makes sense. */
  public RejectedException(Rejection reason, String message, Duration retryAfter) {
    this(reason, message, retryAfter, false);
  }

  /**
   * Creates a refusal that is made once and thrown many times, by any thread: it never learns the
   * operation that it refused.
   */
  public static RejectedException shared(Rejection reason, String message) {
    return new RejectedException(reason, message, null, true);
  }

  /** Returns why the call was refused. */
  public Rejection reason() {
    return reason;
  }

  @Override
  public Effect effect() {
    return Effect.NONE;
  }

  @Override
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  @Override
  String label() {
    return reason.toString();
  }

  @Override
  boolean locatable() {
    return !shared;
  }
}
