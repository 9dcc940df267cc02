package io.patternsdk.core.json;

/** The six kinds of JSON value, declared in the order in which {@link JsonOrder} sorts them. */
public enum JsonType {
  /** {@code null}. */
  NULL("null", "null"),
  /** {@code true} or {@code false}. */
  BOOLEAN("boolean", "a boolean"),
  /** A decimal number of any size. */
  NUMBER("number", "a number"),
  /** A string of Unicode characters. */
  STRING("string", "a string"),
  /** An ordered list of values. */
  ARRAY("array", "an array"),
  /** Values by unique name. */
  OBJECT("object", "an object");

  private final String label;
  private final String phrase;

  JsonType(String label, String phrase) {
    this.label = label;
    this.phrase = phrase;
  }

  /** The lower-case name, such as {@code string}. */
  public String label() {
    return label;
  }

  /** The name as a message says it, such as {@code a string}. */
  public String phrase() {
    return phrase;
  }

  @Override
  public String toString() {
    return label;
  }
}
