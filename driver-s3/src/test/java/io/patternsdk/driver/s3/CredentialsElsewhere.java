package io.patternsdk.driver.s3;

import static io.patternsdk.core.standard.StandardCapabilities.BLOB_BASIC;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.blob.Blobs;
import java.util.HashMap;
import java.util.Map;

/** A process whose credentials are not in its settings but where AWS looks for them. */
final class CredentialsElsewhere {
  private CredentialsElsewhere() {}

  /** Takes the server's host and port, and settings, each a name and a value with = between. */
  public static void main(String[] arguments) {
    Map<String, Object> settings =
        new HashMap<>(S3ProxyRecipe.settings(arguments[0], Integer.parseInt(arguments[1])));
    settings.keySet().removeIf(name -> name.contains("access_key"));
    for (int i = 2; i < arguments.length; i++) {
      String[] setting = arguments[i].split("=", 2);
      settings.put(setting[0], setting[1]);
    }
    DriverRegistry drivers = DriverRegistry.empty().with(new S3DriverProvider());
    try (Backend backend = drivers.open("s3", BackendOptions.named("files").settings(settings))) {
      Blobs blobs = backend.require(BLOB_BASIC);
      blobs.put("key", new byte[] {1});
      System.out.println("stored " + blobs.head("key").orElseThrow().size());
    }
  }
}
