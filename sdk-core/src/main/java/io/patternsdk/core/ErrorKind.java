package io.patternsdk.core;

/** Why a backend operation failed. The set is closed within a version and may grow between them. */
public enum ErrorKind {
  /** A key, value, range or option is not one that the backend can take. */
  INVALID_ARGUMENT(Effect.NONE, false),
  /** What the operation needs does not exist; an absent value is no error. */
  NOT_FOUND(Effect.NONE, false),
  /** Somebody else changed or holds what the operation wanted to change. */
  CONFLICT(Effect.NONE, false),
  /**
   * The backend has undone all of it, because of somebody else's work at the same time: a
   * serialization failure, a deadlock, a conditional request that lost a race it may win. The whole
   * may be done again: of a transaction, from its beginning.
   */
  ABORTED(Effect.NONE, false),
  /** Credentials are missing or wrong, or they do not permit the operation. */
  PERMISSION_DENIED(Effect.NONE, true),
  /** This server, in its version and configuration, cannot do it. */
  UNSUPPORTED(Effect.NONE, false),
  /** The backend asks to be called less often. */
  RATE_LIMITED(Effect.NONE, true),
  /** No answer within the time allowed. */
  TIMED_OUT(Effect.UNKNOWN, true),
  /** The backend cannot be reached, is starting, or is out of a resource. */
  UNAVAILABLE(Effect.UNKNOWN, true),
  /** A key, value or batch exceeds a limit of the backend. */
  TOO_LARGE(Effect.NONE, false),
  /** What the backend holds is not what was written there. */
  CORRUPT(Effect.UNKNOWN, false),
  /** The calling thread was interrupted; its interrupt flag is set. */
  CANCELLED(Effect.UNKNOWN, false),
  /** The driver or subscription has been closed by this side. */
  CLOSED(Effect.NONE, false),
  /** None of the others. */
  UNKNOWN(Effect.UNKNOWN, true);

  private final Effect effect;
  private final boolean backendFailure;

  ErrorKind(Effect effect, boolean backendFailure) {
    this.effect = effect;
    this.backendFailure = backendFailure;
  }

  /** Returns the effect to assume where the driver knows no better. */
  public Effect usualEffect() {
    return effect;
  }

  /**
   * Tells whether it speaks against the health of the backend, and so counts in a circuit breaker;
   * the others are answers of a healthy backend, or are the caller's own doing.
   */
  public boolean backendFailure() {
    return backendFailure;
  }
}
