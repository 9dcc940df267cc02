package io.patternsdk.core.keyvalue;

/**
 * Identifies the state of a value for compare-and-set. Opaque: it may be stored as text and used
 * later, by any process, with the same backend; two versions mean the same state if they are equal.
 *
 * @param text its text form, not empty
 */
public record Version(String text) {

  /** Checks that there is a text. */
  public Version {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a version's text is empty");
    }
  }

  @Override
  public String toString() {
    return text;
  }

  /** What changes a version. */
  public enum Basis {
    /** The value's content: a value that was changed and changed back has its old version. */
    VALUE,
    /** Every write, even of the same content. */
    WRITE
  }
}
