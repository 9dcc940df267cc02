package io.patternsdk.session;

/** The store refuses what it was asked; nothing was changed. */
public final class SessionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Code code;

  /** Creates one with a message that says what was wrong and what would be right. */
  public SessionException(Code code, String message) {
    super(message);
    this.code = code;
  }

  static SessionException notFound() {
    return new SessionException(
        Code.NOT_FOUND, "there is no such session: it has ended, has expired, or never was");
  }

  /** Returns why. */
  public Code code() {
    return code;
  }

  /** Why something is refused. */
  public enum Code {
    /** A part of the request is not valid. */
    INVALID,
    /** There is no such session: it has ended, has expired, or never was. */
    NOT_FOUND,
    /** What is to be written is larger than the settings allow. */
    TOO_LARGE,
    /** There are as many sessions as the settings allow. */
    TOO_MANY,
    /** What is stored cannot be read: its key is missing, or a later release wrote it. */
    UNREADABLE,
    /** What is stored was changed there, or was not written by a store that has the keys. */
    TAMPERED,
    /** The store has not started or is shutting down. */
    NOT_RUNNING
  }
}
