package io.patternsdk.core.typed;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.json.JsonLimits;
import io.patternsdk.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * Turns values of a type into bytes and back. Whatever {@code encode} makes, {@code decode} turns
 * into an equal value. Thread-safe.
 *
 * @param <T> the type
 */
public interface Codec<T> {

  /** Returns the bytes of a value. */
  byte[] encode(T value);

  /**
   * Returns the value of bytes.
   *
   * @throws BackendException CORRUPT if they are not what this codec writes
   */
  T decode(byte[] bytes);

  /** Returns a codec made of two functions; what {@code decode} throws becomes CORRUPT. */
  static <T> Codec<T> of(Function<? super T, byte[]> encode, Function<byte[], ? extends T> decode) {
    return new Codec<>() {
      @Override
      public byte[] encode(T value) {
        return encode.apply(value);
      }

      @Override
      public T decode(byte[] bytes) {
        try {
          return decode.apply(bytes);
        } catch (BackendException e) {
          throw e;
        } catch (RuntimeException e) {
          throw new BackendException(ErrorKind.CORRUPT, "cannot decode: " + e.getMessage(), e);
        }
      }
    };
  }

  /** Returns the codec of text in UTF-8; malformed bytes are CORRUPT. */
  static Codec<String> text() {
    return of(text -> text.getBytes(StandardCharsets.UTF_8), Codec::strictText);
  }

  /**
   * Returns the codec of JSON objects, within {@link JsonLimits#DEFAULT} in both directions:
   * encoding one beyond them throws a {@link io.patternsdk.core.json.JsonException}.
   */
  static Codec<JsonObject> json() {
    return of(object -> JsonLimits.DEFAULT.check(object).toBytes(), JsonObject::parse);
  }

  /** Returns this codec for another type, by way of two functions. */
  default <R> Codec<R> map(
      Function<? super R, ? extends T> encode, Function<? super T, ? extends R> decode) {
    return of(value -> encode(encode.apply(value)), bytes -> decode.apply(decode(bytes)));
  }

  private static String strictText(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new BackendException(ErrorKind.CORRUPT, "not UTF-8", e);
    }
  }
}
