package io.patternsdk.driver.s3;

import static io.patternsdk.core.standard.StandardCapabilities.BLOB_BASIC;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.blob.Blobs;
import io.patternsdk.testkit.contract.blob.Content;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;

/** A process that stores a blob and reads it, to be given less memory than the blob has bytes. */
final class S3Transfer {
  private S3Transfer() {}

  /** Takes the server's host and port, and the number of bytes; prints the peak of its heap. */
  public static void main(String[] arguments) {
    BackendOptions options =
        BackendOptions.named("files")
            .settings(S3ProxyRecipe.settings(arguments[0], Integer.parseInt(arguments[1])));
    Content content = new Content(1, Long.parseLong(arguments[2]));
    DriverRegistry drivers = DriverRegistry.empty().with(new S3DriverProvider());
    try (Backend backend = drivers.open("s3", options)) {
      Blobs blobs = backend.require(BLOB_BASIC);
      content.putInto(blobs, "large");
      content.checkIn(blobs, "large");
      blobs.delete("large");
    }
    long peak =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getPeakUsage)
            .mapToLong(usage -> usage.getUsed())
            .sum();
    System.out.println("at most " + (peak >> 20) + " MiB of heap");
  }
}
