package io.patternsdk.core.standard;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.blob.BlobWriter;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.layer.BoundHandle;
import java.util.Objects;
import java.util.Optional;

/**
 * A writer behind the layers: counts, hands over pieces of which each is a step, and finishes
 * nothing of which a part is missing.
 */
final class ForwardedBlobWriter implements BlobWriter {
  private static final int PIECE = 256 << 10;

  private final BoundHandle<BlobWriter> handle;
  private final long maxBytes;
  private long written;
  private boolean whole = true;
  private boolean finished;

  ForwardedBlobWriter(BoundHandle<BlobWriter> handle, long maxBytes) {
    this.handle = handle;
    this.maxBytes = maxBytes;
  }

  @Override
  public void write(byte[] buffer, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    check();
    whole = false;
    if (length > maxBytes - written) {
      throw new BackendException(ErrorKind.TOO_LARGE, "blob has more than " + maxBytes + " bytes");
    }
    for (int done = 0; done < length; done += PIECE) {
      int from = offset + done;
      int piece = Math.min(PIECE, length - done);
      handle.run(writer -> writer.write(buffer, from, piece));
    }
    written += length;
    whole = true;
  }

  @Override
  public Optional<Version> finish() {
    check();
    Optional<Version> version = handle.step(BlobWriter::finish);
    finished = true;
    return version;
  }

  private void check() {
    if (finished) {
      throw new IllegalStateException("the blob is finished");
    }
    if (!whole) {
      throw new BackendException(
          ErrorKind.ABORTED, "a part of the blob could not be written; begin again");
    }
  }

  @Override
  public void close() {
    handle.close();
  }
}
