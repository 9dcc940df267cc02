package io.patternsdk.core.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Reads the bytes of a blob, or of a part of it. For one thread at a time; occupies the backend
 * until it is closed. A step that fails is not repeated, and the reader is of no more use then.
 */
public interface BlobReader extends AutoCloseable {

  /** Returns what is known of the blob that is read; its size is that of all of it. */
  BlobInfo info();

  /**
   * Reads at least one byte into a part of {@code buffer} and returns how many; -1 when all that
   * was asked for has been read, and never before.
   *
   * @param length at least 1
   */
  int read(byte[] buffer, int offset, int length);

  /** Gives back what it holds; the rest need not have been read. Repeating does nothing. */
  @Override
  void close();

  /** Writes what is left to a stream, which stays open, and returns how many bytes that were. */
  default long transferTo(OutputStream out) throws IOException {
    return stream().transferTo(out);
  }

  /** Returns what is left as a stream, whose end closes the reader. */
  default InputStream stream() {
    return new BlobInput(this);
  }
}
