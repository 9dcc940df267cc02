package io.patternsdk.core;

/**
 * Turns a message into the one run of bytes that a backend without headers can carry, and back.
 *
 * <p>The {@linkplain #standard standard} form, version 1, is: the five bytes {@code D3 50 53 4D 01}
 * (which no UTF-8 text begins with); the id; a byte that is 1 if a key follows, else 0; the key;
 * the number of headers; each header's name and value; the body, up to the end. Texts are UTF-8
 * after their length, lengths and the number of headers are unsigned LEB128.
 *
 * <p>Safe for use by any number of threads.
 */
public interface Envelope {

  /** Returns the bytes that carry {@code message}. */
  byte[] encode(Message message);

  /**
   * Returns the message that {@code bytes} carry. Bytes that no envelope of this SDK begins are a
   * foreign payload and become the body of a message with a new id.
   *
   * @throws BackendException CORRUPT if they are an envelope of a newer version
   */
  Message decode(byte[] bytes);

  /** Returns the versioned envelope, which keeps all of a message. */
  static Envelope standard() {
    return StandardEnvelope.INSTANCE;
  }

  /** Returns the absence of an envelope: only the body travels; id, key and headers are lost. */
  static Envelope raw() {
    return RawEnvelope.INSTANCE;
  }
}
