package io.patternsdk.core.queue;

/**
 * Identifies one delivery of a message. It may be stored as text and used later, by any process.
 *
 * @param text its text form, not empty
 */
public record Receipt(String text) {

  /** Checks that there is a text. */
  public Receipt {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a receipt's text is empty");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
