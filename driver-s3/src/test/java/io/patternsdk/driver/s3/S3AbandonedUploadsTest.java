package io.patternsdk.driver.s3;

import static io.patternsdk.core.standard.StandardCapabilities.BLOB_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.blob.BlobWriter;
import io.patternsdk.core.blob.Blobs;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.MovableClock;
import io.patternsdk.testkit.contract.blob.Content;
import io.patternsdk.testkit.server.RecipeServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** What a writer leaves that was killed in the middle of an upload. */
class S3AbandonedUploadsTest {
  private static final Duration AGE = Duration.ofDays(2);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Eventually SOON = Eventually.within(PATIENCE);

  @RegisterExtension static final RecipeServer SERVER = RecipeServer.start(new S3ProxyRecipe(true));

  private static Backend open(String namespace, MovableClock clock) {
    Map<String, Object> settings = new HashMap<>(S3ProxyRecipe.settings(SERVER));
    settings.put("abandoned_uploads", AGE.toDays() + "d");
    settings.put("connect_timeout", "2m"); // a second try would wait for the clock
    BackendOptions options =
        BackendOptions.named("files")
            .namespace(namespace)
            .settings(settings)
            .operationTimeout(PATIENCE)
            .clock(clock);
    return DriverRegistry.empty().with(new S3DriverProvider()).open("s3", options);
  }

  private static List<String> uploads(S3Client client) {
    return client.listMultipartUploads(b -> b.bucket(S3ProxyRecipe.BUCKET)).uploads().stream()
        .map(MultipartUpload::key)
        .toList();
  }

  /** Ends a writer with SIGKILL when two parts of a blob are stored. */
  private static void killedInTheMiddle(String namespace) throws IOException, InterruptedException {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                S3HalfUpload.class.getName(),
                SERVER.host(),
                Integer.toString(SERVER.port()),
                namespace,
                "large")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = writer.inputReader()) {
      assertThat(out.lines().anyMatch(S3HalfUpload.WRITTEN::equals)).isTrue();
    } finally {
      writer.destroyForcibly();
      int unused = writer.waitFor();
    }
  }

  @Test
  void whatAKilledWriterLeftIsRemovedWhenItIsOldAndNothingElse()
      throws IOException, InterruptedException {
    MovableClock clock = MovableClock.at(Instant.now());
    try (Backend backend = open("ours", clock)) {
      S3Client client = backend.unwrap(S3Client.class).orElseThrow();
      killedInTheMiddle("ours");
      String ours = "ours:large";
      String theirs = "theirs:large";
      client.createMultipartUpload(b -> b.bucket(S3ProxyRecipe.BUCKET).key(theirs));
      assertThat(uploads(client)).containsExactlyInAnyOrder(ours, theirs);
      Blobs blobs = backend.require(BLOB_BASIC);
      try (BlobWriter writer = blobs.put("slow")) {
        Content content = new Content(2, 12L << 20);
        content.write(writer, 0, 11L << 20);
        SOON.until(() -> clock.sleepers() == 1);
        clock.advance(AGE.minusHours(1));
        SOON.until(() -> clock.sleepers() == 1); // it has looked, and found nothing that is old
        assertThat(uploads(client)).containsExactlyInAnyOrder(ours, theirs, "ours:slow");
        SOON.check(
            () -> {
              clock.advance(Duration.ofHours(1));
              assertThat(uploads(client)).containsExactlyInAnyOrder(theirs, "ours:slow");
            });
        content.write(writer, 11L << 20, 12L << 20);
        assertThat(writer.finish()).isPresent();
        content.checkIn(blobs, "slow");
      }
      assertThat(blobs.head("large")).isEmpty();
    }
  }
}
