package io.patternsdk.core.standard;

import io.patternsdk.core.blob.BlobInfo;
import io.patternsdk.core.blob.BlobReader;
import io.patternsdk.core.layer.BoundHandle;

/** A reader behind the layers. */
final class ForwardedBlobReader implements BlobReader {
  private final BoundHandle<FoundBlob> handle;
  private final BlobInfo info;

  ForwardedBlobReader(BoundHandle<FoundBlob> handle, BlobInfo info) {
    this.handle = handle;
    this.info = info;
  }

  @Override
  public BlobInfo info() {
    return info;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    return handle.step(found -> found.reader().orElseThrow().read(buffer, offset, length));
  }

  @Override
  public void close() {
    handle.close();
  }
}
