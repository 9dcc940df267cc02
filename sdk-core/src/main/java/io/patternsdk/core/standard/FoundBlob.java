package io.patternsdk.core.standard;

import io.patternsdk.core.blob.BlobReader;
import java.util.Optional;

/** What was opened to be read, if it is there. */
record FoundBlob(Optional<BlobReader> reader) implements AutoCloseable {
  @Override
  public void close() {
    reader.ifPresent(BlobReader::close);
  }
}
