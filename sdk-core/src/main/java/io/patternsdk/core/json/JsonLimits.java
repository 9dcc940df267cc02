package io.patternsdk.core.json;

/**
 * How much a reader takes on before it refuses a document, and so how much may be written for one:
 * whoever stores a value that comes from outside asks {@link #check} first.
 *
 * @param bytes the longest document, in bytes of UTF-8; at least 1
 * @param depth how deep arrays and objects may nest, {@code []} being 1 deep; from 1 to {@link
 *     #MAX_DEPTH}
 * @param numberLength the longest number, in characters of its literal; at least 1. It bounds the
 *     cost of arithmetic, which grows faster than the number does.
 */
public record JsonLimits(int bytes, int depth, int numberLength) {

  /** The deepest nesting of any value, built or read; every algorithm here recurses no deeper. */
  public static final int MAX_DEPTH = 256;

  /** 8 MiB, 64 deep, numbers of 1,000 characters. */
  public static final JsonLimits DEFAULT = new JsonLimits(8 << 20, 64, 1_000);

  /** Refuses limits out of range with an {@link IllegalArgumentException}. */
  public JsonLimits {
    require("bytes", bytes, Integer.MAX_VALUE);
    require("depth", depth, MAX_DEPTH);
    require("numberLength", numberLength, Integer.MAX_VALUE);
  }

  /** These limits with another length of documents. */
  public JsonLimits withBytes(int longest) {
    return new JsonLimits(longest, depth, numberLength);
  }

  /** These limits with another depth. */
  public JsonLimits withDepth(int deepest) {
    return new JsonLimits(bytes, deepest, numberLength);
  }

  /** These limits with another length of numbers. */
  public JsonLimits withNumberLength(int longest) {
    return new JsonLimits(bytes, depth, longest);
  }

  /**
   * Gives back a value whose compact text is within these limits, so that whoever reads it by the
   * same ones gets it back. Walks the value without writing it.
   *
   * @throws JsonException with the place of what exceeds a limit, in the words of a reader
   */
  public <T extends JsonValue> T check(T value) {
    new Measure(this).check(value);
    return value;
  }

  private static void require(String name, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(name + " must be from 1 to " + max + ", not " + value);
    }
  }
}
