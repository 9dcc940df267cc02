package io.patternsdk.core.standard;

import static io.patternsdk.core.blob.Blobs.MAX_BLOB_BYTES;
import static io.patternsdk.core.blob.Blobs.MAX_KEY_BYTES;
import static io.patternsdk.core.blob.Blobs.MAX_METADATA_BYTES;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.blob.BlobOptions;
import io.patternsdk.core.blob.BlobWriter;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.BoundHandle;

/** The names and limits of blobs. */
final class BlobChecks {
  private final Wiring wiring;

  BlobChecks(Wiring wiring) {
    this.wiring = wiring;
  }

  String key(String key) {
    return wiring.namespace().blob(key, wiring.traits().get(MAX_KEY_BYTES));
  }

  String prefix(String prefix) {
    return prefix.isEmpty() ? wiring.namespace().keyPrefix("") : key(prefix);
  }

  void options(BlobOptions options) {
    int most = wiring.traits().get(MAX_METADATA_BYTES);
    int bytes = options.metadataBytes();
    if (bytes > most) {
      throw new BackendException(
          ErrorKind.TOO_LARGE, "metadata has " + bytes + " bytes; at most " + most + " fit");
    }
  }

  BlobWriter writer(BoundHandle<BlobWriter> handle) {
    return new ForwardedBlobWriter(handle, wiring.traits().get(MAX_BLOB_BYTES));
  }
}
