package io.patternsdk.core.json;

/** The JSON values {@code false} and {@code true}. */
public enum JsonBoolean implements JsonValue {
  /** {@code false}. */
  FALSE(false),
  /** {@code true}. */
  TRUE(true);

  private final boolean value;

  JsonBoolean(boolean value) {
    this.value = value;
  }

  /** The constant for a Java boolean. */
  public static JsonBoolean of(boolean value) {
    return value ? TRUE : FALSE;
  }

  /** The Java boolean. */
  public boolean value() {
    return value;
  }

  @Override
  public JsonType type() {
    return JsonType.BOOLEAN;
  }

  @Override
  public String toString() {
    return value ? "true" : "false";
  }
}
