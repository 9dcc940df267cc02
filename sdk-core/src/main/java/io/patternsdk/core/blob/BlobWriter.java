package io.patternsdk.core.blob;

import io.patternsdk.core.keyvalue.Version;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Takes the bytes of a blob. For one thread at a time; occupies the backend until it is closed. A
 * step that fails is not repeated, and what was written can then only be given up.
 */
public interface BlobWriter extends AutoCloseable {

  /** Takes bytes, which the caller may change once it returns. */
  void write(byte[] buffer, int offset, int length);

  /** Takes bytes. */
  default void write(byte[] bytes) {
    write(bytes, 0, bytes.length);
  }

  /**
   * Makes what was written the blob, in one step that lasts as the driver's durability says.
   *
   * @return its version; empty if it was to be stored on a condition that does not hold
   */
  Optional<Version> finish();

  /** Ends it: what was not finished leaves nothing behind. Repeating does nothing. */
  @Override
  void close();

  /** Returns a stream into it, whose end finishes nothing and closes nothing. */
  default OutputStream stream() {
    return new BlobOutput(this);
  }
}
