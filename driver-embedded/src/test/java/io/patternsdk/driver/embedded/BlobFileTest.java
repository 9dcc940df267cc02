package io.patternsdk.driver.embedded;

import static io.patternsdk.core.standard.StandardCapabilities.BLOB_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.blob.BlobReader;
import io.patternsdk.core.blob.BlobWriter;
import io.patternsdk.core.blob.Blobs;
import java.nio.file.Path;
import java.util.Map;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chunks that a file keeps. */
class BlobFileTest {
  private static final byte[] TEN_CHUNKS = new byte[10 * EmbeddedBlobWriter.CHUNK];

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("store");
  }

  @Test
  void whatIsReplacedDeletedOrGivenUpLeavesNoChunks() {
    try (Backend backend = open()) {
      Blobs blobs = backend.require(BLOB_BASIC);
      blobs.put("replaced", TEN_CHUNKS);
      blobs.put("replaced", new byte[1]);
      blobs.put("deleted", TEN_CHUNKS);
      blobs.delete("deleted");
      try (BlobWriter writer = blobs.put("given up")) {
        writer.write(TEN_CHUNKS);
      }
    }
    assertThat(chunks()).isEqualTo(1);
  }

  @Test
  void whatWasOpenWhenTheProcessEndedIsRemovedAtTheNextOpening() {
    Backend backend = open();
    Blobs blobs = backend.require(BLOB_BASIC);
    blobs.put("kept", TEN_CHUNKS);
    blobs.put("replaced", TEN_CHUNKS);
    BlobReader reader = blobs.get("replaced").orElseThrow();
    blobs.delete("replaced");
    BlobWriter writer = blobs.put("open");
    writer.write(TEN_CHUNKS);
    backend.close();
    writer.close();
    reader.close();
    assertThat(chunks()).isGreaterThan(20);

    try (Backend again = open()) {
      assertThat(again.require(BLOB_BASIC).list("").toList()).hasSize(1);
      assertThat(again.require(BLOB_BASIC).head("kept").orElseThrow().size())
          .isEqualTo(TEN_CHUNKS.length);
    }
    assertThat(chunks()).isEqualTo(10);
  }

  private Backend open() {
    return DriverRegistry.load()
        .open("embedded", BackendOptions.named("b").settings(Map.of("path", file.toString())));
  }

  private long chunks() {
    try (MVStore store = new MVStore.Builder().fileName(file.toString()).readOnly().open()) {
      return store
          .openMap(
              "chunks",
              new MVMap.Builder<String, byte[]>()
                  .keyType(StringDataType.INSTANCE)
                  .valueType(ByteArrayDataType.INSTANCE))
          .sizeAsLong();
    }
  }
}
