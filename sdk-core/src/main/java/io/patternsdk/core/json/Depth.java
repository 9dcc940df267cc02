package io.patternsdk.core.json;

/**
 * How deep values nest. Kept by every array and object, so that none deeper than the limit exists.
 */
final class Depth {
  private Depth() {}

  /** The depth of a value that holds the first {@code size} of these. */
  static int above(JsonValue[] values, int size) {
    int deepest = 0;
    for (int i = 0; i < size; i++) {
      deepest = Math.max(deepest, of(values[i]));
    }
    if (deepest >= JsonLimits.MAX_DEPTH) {
      throw new JsonException("values nest deeper than " + JsonLimits.MAX_DEPTH);
    }
    return deepest + 1;
  }

  static String tooDeep(JsonLimits limits) {
    return "nested deeper than the limit of " + limits.depth();
  }

  private static int of(JsonValue value) {
    if (value instanceof JsonObject object) {
      return object.depth();
    }
    return value instanceof JsonArray array ? array.depth() : 0;
  }
}
