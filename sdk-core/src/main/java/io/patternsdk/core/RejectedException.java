package io.patternsdk.core;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
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
  private transient @Nullable Supplier<Duration> timeLeft;
  private final boolean shared;
  private final boolean waited;

  private RejectedException(
      Rejection reason,
      String message,
      @Nullable Duration retryAfter,
      boolean shared,
      boolean waited) {
    super(message, null, false);
    this.reason = reason;
    this.retryAfter = retryAfter;
    this.shared = shared;
    this.waited = waited;
  }

  /** Creates a refusal. */
  public RejectedException(Rejection reason, String message) {
    this(reason, message, null, false, false);
  }

  /** Creates a refusal that says when trying again makes sense. */
  public RejectedException(Rejection reason, String message, Duration retryAfter) {
    this(reason, message, retryAfter, false, false);
  }

  /**
   * Creates a refusal that is made once and thrown many times, by any thread: it never learns the
   * operation that it refused.
   */
  public static RejectedException shared(Rejection reason, String message) {
    return new RejectedException(reason, message, null, true, false);
  }

  /**
   * Creates a refusal that is made once and thrown many times, by any thread.
   *
   * @param timeLeft after what time trying again makes sense, asked for whenever somebody reads it
   */
  public static RejectedException shared(
      Rejection reason, String message, Supplier<Duration> timeLeft) {
    RejectedException refusal = shared(reason, message);
    refusal.timeLeft = timeLeft;
    return refusal;
  }

  /** Creates a refusal of a call that has waited as long as it may. */
  public static RejectedException afterWait(Rejection reason, String message) {
    return new RejectedException(reason, message, null, false, true);
  }

  /** Returns why the call was refused. */
  public Rejection reason() {
    return reason;
  }

  /**
   * Tells whether the call had waited as long as it may when it was refused. Repeating it would
   * only multiply that wait.
   */
  public boolean waited() {
    return waited;
  }

  @Override
  public Effect effect() {
    return Effect.NONE;
  }

  @Override
  public Optional<Duration> retryAfter() {
    return timeLeft == null ? Optional.ofNullable(retryAfter) : Optional.of(timeLeft.get());
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
