package io.patternsdk.core.blob;

import java.io.OutputStream;

/** A writer as a stream. */
final class BlobOutput extends OutputStream {
  private final BlobWriter writer;

  BlobOutput(BlobWriter writer) {
    this.writer = writer;
  }

  @Override
  public void write(int b) {
    writer.write(new byte[] {(byte) b});
  }

  @Override
  public void write(byte[] buffer, int offset, int length) {
    writer.write(buffer, offset, length);
  }
}
