package io.patternsdk.driver.nats;

import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;

/**
 * Headers that are written as they will be sent, which is all that happens to them: the client's
 * own cost more than the rest of publishing a small message.
 */
final class WrittenHeaders extends Headers {
  private final byte[] bytes;

  /** Takes what has only ASCII and is complete. */
  WrittenHeaders(String text) {
    super(null, true);
    this.bytes = text.getBytes(StandardCharsets.ISO_8859_1);
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
}
