package io.patternsdk.core.keyvalue;

/**
 * How far a watch has come. Opaque: it may be stored as text and used later to go on, by whom
 * {@link KeyValueWatch#RESUMPTION} says, with the same prefix.
 *
 * @param text its text form, not empty; printable ASCII without spaces
 */
public record WatchToken(String text) {

  /** Checks that there is a text. */
  public WatchToken {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a token's text is empty");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
