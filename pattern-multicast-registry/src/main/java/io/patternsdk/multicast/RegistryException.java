package io.patternsdk.multicast;

/** The registry refuses what it was asked; nothing was changed. */
public final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Code code;

  /** Creates one with a message that says what was wrong and what would be right. */
  public RegistryException(Code code, String message) {
    super(message);
    this.code = code;
  }

  /** Creates one that keeps what it follows from. */
  public RegistryException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** Returns why. */
  public Code code() {
    return code;
  }

  /** Why something is refused. */
  public enum Code {
    /** A part of the request is not valid. */
    INVALID,
    /** There is no such identity, or its TTL has run out. */
    NOT_FOUND,
    /**
     * The identity is registered already, and the request does not replace it; or another multicast
     * is recorded under the id.
     */
    ALREADY_EXISTS,
    /** As many identities are registered as the settings allow. */
    QUOTA_EXCEEDED,
    /** The backends in the slots cannot do it. */
    UNSUPPORTED,
    /** The view is older than the request allows, and the backend is not to be read. */
    STALE,
    /** The registry has not started or is shutting down. */
    NOT_RUNNING
  }
}
