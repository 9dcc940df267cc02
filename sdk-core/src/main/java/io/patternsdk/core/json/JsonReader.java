package io.patternsdk.core.json;

/**
 * Reads documents strictly by RFC 8259: UTF-8 without a byte order mark, nothing before or after
 * the value but white space, unique names, no unpaired surrogates, no extensions.
 *
 * <p>Immutable; one reader serves any number of threads. Reading takes time in proportion to the
 * document and keeps no reference to the array it was given.
 */
public final class JsonReader {
  /** Reads within {@link JsonLimits#DEFAULT}. */
  public static final JsonReader DEFAULT = new JsonReader(JsonLimits.DEFAULT);

  private final JsonLimits limits;

  /** A reader with limits of its own. */
  public JsonReader(JsonLimits limits) {
    this.limits = limits;
  }

  /**
   * Reads one document.
   *
   * @throws JsonException if it is not JSON or exceeds a limit
   */
  public JsonValue read(byte[] utf8) {
    requireLength(utf8.length);
    return new JsonParser(Input.of(utf8), limits).read();
  }

  /**
   * Reads one document. The limit of bytes counts its UTF-8 form.
   *
   * @throws JsonException if it is not JSON or exceeds a limit
   */
  public JsonValue read(String text) {
    requireLength(text.length());
    Input in = Input.of(text);
    requireLength(in.end);
    return new JsonParser(in, limits).read();
  }

  private void requireLength(int length) {
    if (length > limits.bytes()) {
      throw new JsonException(
          "a document of " + length + " bytes or more; the limit is " + limits.bytes());
    }
  }
}
