package io.patternsdk.security;

/**
 * A token that is not accepted. The message says why and nothing of the token, so it may be logged
 * and be sent to the client. It carries no stack trace: who sends bad tokens must cost little.
 */
public final class InvalidTokenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why a token is not accepted. More may be added. */
  public enum Reason {
    /** It is no signed JWT, or a claim has a form that it must not have. */
    MALFORMED,
    /** It is signed by an algorithm that is not accepted, or not at all. */
    ALGORITHM,
    /** The issuer has no key such as the one by which it says to be signed. */
    KEY,
    /** The signature is not that of the issuer's key. */
    SIGNATURE,
    /** It is of another issuer. */
    ISSUER,
    /** It is meant for others. */
    AUDIENCE,
    /** Its time is over. */
    EXPIRED,
    /** Its time has not begun. */
    NOT_YET_VALID
  }

  InvalidTokenException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  /** Returns why the token is not accepted. */
  public Reason reason() {
    return reason;
  }
}
