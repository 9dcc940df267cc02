package io.patternsdk.session.protection;

/** A value that is stored cannot be taken for one that the store wrote; it is as it was. */
public final class RefusedValueException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  RefusedValueException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Returns that of a value that was changed where it is stored. */
  public static RefusedValueException tampered(String how) {
    return new RefusedValueException(
        Kind.TAMPERED,
        "was changed where it is stored, or belongs to another session or name (" + how + ")");
  }

  /** Returns why. */
  public Kind kind() {
    return kind;
  }

  /** Why a value is refused. */
  public enum Kind {
    /** The key that it names is none of those that are known. */
    NO_KEY,
    /** Somebody changed it, or moved it from another session or name. */
    TAMPERED,
    /** It is not protected, and such values are not accepted. */
    UNPROTECTED
  }
}
