package io.patternsdk.driver.s3;

import static io.patternsdk.core.standard.StandardCapabilities.BLOB_BASIC;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.blob.BlobWriter;
import io.patternsdk.testkit.contract.blob.Content;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A process that writes parts of a blob and then waits to be killed. */
final class S3HalfUpload {
  /** What it prints when two parts are stored. */
  static final String WRITTEN = "written";

  private S3HalfUpload() {}

  /** Takes the server's host and port, the namespace and the key. */
  public static void main(String[] arguments) throws IOException {
    Map<String, Object> settings =
        new HashMap<>(S3ProxyRecipe.settings(arguments[0], Integer.parseInt(arguments[1])));
    settings.put("connect_timeout", "2m");
    settings.put("upload_parallelism", 1); // so that a part is stored before the next is filled
    BackendOptions options =
        BackendOptions.named("files")
            .namespace(arguments[2])
            .settings(settings)
            .operationTimeout(Duration.ofMinutes(2));
    DriverRegistry drivers = DriverRegistry.empty().with(new S3DriverProvider());
    try (Backend backend = drivers.open("s3", options);
        BlobWriter writer = backend.require(BLOB_BASIC).put(arguments[3])) {
      new Content(1, 11L << 20).writeTo(writer);
      System.out.println(WRITTEN);
      System.out.flush();
      int unused = System.in.read();
    }
  }
}
