package io.patternsdk.core.blob;

import java.io.InputStream;
import java.util.Objects;

/** A reader as a stream. */
final class BlobInput extends InputStream {
  private final BlobReader reader;

  BlobInput(BlobReader reader) {
    this.reader = reader;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    return length == 0 ? 0 : reader.read(buffer, offset, length);
  }

  @Override
  public void close() {
    reader.close();
  }
}
