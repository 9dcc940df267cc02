package io.patternsdk.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.testkit.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits for a region in a stream outlives the process that wrote it. */
class RegionalJournalTest {
  @TempDir private Path directory;

  @Test
  void whatAProcessWroteThatWasKilledIsHandedOnByTheNext() throws Exception {
    String id = writtenByOneThatIsKilled();
    try (Backend eu = KilledProcess.open(directory, "eu");
        Backend us = KilledProcess.open(directory, "us");
        Backend stream = KilledProcess.open(directory, "stream");
        SessionStore there = KilledProcess.builder(eu, us, stream, "us").start();
        SessionStore next = KilledProcess.builder(eu, us, stream, "eu").start()) {
      Eventually.within(Duration.ofSeconds(60)).until(() -> there.peek(id).isPresent());
      assertThat(there.peek(id).orElseThrow().attributes()).containsOnlyKeys("cart", "more");
      there.set(id, "back", 2);
      Eventually.within(Duration.ofSeconds(60))
          .until(() -> next.peek(id).orElseThrow().attributes().containsKey("back"));
    }
  }

  private String writtenByOneThatIsKilled() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledProcess.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      return lines.readLine();
    } finally {
      assertThat(process.destroyForcibly().waitFor()).isNotZero();
    }
  }
}
