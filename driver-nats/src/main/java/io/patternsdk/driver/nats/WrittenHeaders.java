package io.patternsdk.driver.nats;

import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;

/**
 * Headers that are written as they will be sent, which is all that happens to them: the client's
 * own cost more than the rest of publishing a small message.
 */
final class WrittenHeaders extends Headers {
  private final byte[] bytes;

  private WrittenHeaders(byte[] bytes) {
    super(null, true);
    this.bytes = bytes;
  }

  @Override
  public boolean isEmpty() {
    return false;
  }

  @Override
  public int serializedLength() {
    return bytes.length;
  }

  @Override
  public int serializeToArray(int position, byte[] target) {
    System.arraycopy(bytes, 0, target, position, bytes.length);
    return bytes.length;
  }

  @Override
  public byte[] getSerialized() {
    return bytes.clone();
  }

  /** Collects {@link WrittenHeaders}, whose names and values are ASCII without line breaks. */
  static final class Writer {
    private final StringBuilder text = new StringBuilder(128).append("NATS/1.0\r\n");

    Writer add(String name, String value) {
      text.append(name).append(':').append(value).append("\r\n");
      return this;
    }

    Headers headers() {
      return new WrittenHeaders(
          text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }
  }
}
