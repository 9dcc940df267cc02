package io.patternsdk.driver.s3;

import static io.patternsdk.core.standard.StandardCapabilities.BLOB_BASIC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.blob.BlobEntry;
import io.patternsdk.core.blob.BlobReader;
import io.patternsdk.core.blob.Blobs;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.testkit.server.RecipeServer;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Keys as they are, of those that S3Proxy, which takes them for paths, can keep. */
class S3PlainKeysTest {
  private static final List<String> KEYS =
      List.of(
          "a",
          "A",
          "a b",
          " a",
          "a+b",
          "a%20b",
          "a%b",
          "a&b",
          "a<b>",
          "a=b",
          "a?b#c",
          "a'\"b",
          "a:b;c,d",
          "*",
          "{a}",
          "a|b^c`d",
          "a\\b",
          "~a",
          "\u00e9",
          "e\u0301",
          "\u65e5\u672c",
          "\ud83d\ude00",
          "d/e",
          "d/f/g",
          "a\tb",
          "a\rb",
          "a\nb",
          "a\u0001b",
          "a\u007fb",
          "a\uffffb");

  @RegisterExtension
  static final RecipeServer SERVER = RecipeServer.start(new S3ProxyRecipe(false));

  @Test
  void theyAreStoredReadListedAndDeletedTogether() throws IOException {
    Map<String, Object> settings = new HashMap<>(S3ProxyRecipe.settings(SERVER));
    settings.put("key_encoding", "plain");
    DriverRegistry drivers = DriverRegistry.empty().with(new S3DriverProvider());
    try (Backend backend = drivers.open("s3", BackendOptions.named("files").settings(settings))) {
      Blobs blobs = backend.require(BLOB_BASIC);
      KEYS.forEach(key -> blobs.put(key, key.getBytes(UTF_8)));
      for (String key : KEYS) {
        try (BlobReader reader = blobs.get(key).orElseThrow()) {
          assertThat(reader.stream().readAllBytes()).as(key).isEqualTo(key.getBytes(UTF_8));
        }
      }
      assertThat(listed(blobs)).containsExactlyInAnyOrderElementsOf(KEYS);
      assertThat(blobs.deleteAll(KEYS)).isEmpty();
      assertThat(listed(blobs)).isEmpty();
    }
  }

  private static List<String> listed(Blobs blobs) {
    try (Scan<BlobEntry> listing = blobs.list("")) {
      return listing.toList().stream().map(BlobEntry::key).toList();
    }
  }
}
