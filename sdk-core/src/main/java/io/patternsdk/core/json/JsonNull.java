package io.patternsdk.core.json;

/** The JSON value {@code null}; not to be confused with an absent member. */
public enum JsonNull implements JsonValue {
  /** The only one. */
  NULL;

  @Override
  public JsonType type() {
    return JsonType.NULL;
  }

  @Override
  public String toString() {
    return "null";
  }
}
