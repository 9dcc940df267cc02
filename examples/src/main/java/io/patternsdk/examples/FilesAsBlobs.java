package io.patternsdk.examples;

import static io.patternsdk.core.standard.StandardCapabilities.BLOB_BASIC;

import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.blob.BlobOptions;
import io.patternsdk.core.blob.BlobRange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of any size as a blob: {@code FilesAsBlobs FILE}. */
public final class FilesAsBlobs {
  private FilesAsBlobs() {}

  /** Stores the file, reads its beginning, and lists what there is. */
  public static void main(String... args) throws IOException {
    try (var backend = DriverRegistry.load().open("embedded")) {
      var blobs = backend.require(BLOB_BASIC);
      var options = BlobOptions.none().withContentType("text/plain").with("from", "an example");
      try (var writer = blobs.put("docs/file", options)) {
        var unused = Files.copy(Path.of(args[0]), writer.stream());
        System.out.println("version " + writer.finish().orElseThrow());
      }
      try (var reader = blobs.get("docs/file", new BlobRange(0, 20)).orElseThrow();
          InputStream in = reader.stream()) {
        System.out.println(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        System.out.println(reader.info().size() + " bytes " + reader.info().options().metadata());
      }
      try (var listing = blobs.list("docs/")) {
        listing.toList().forEach(entry -> System.out.println(entry.key() + ": " + entry.size()));
      }
      blobs.delete("docs/file");
    }
  }
}
