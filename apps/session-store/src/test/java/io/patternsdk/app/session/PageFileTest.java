package io.patternsdk.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.lifecycle.Runner;
import io.patternsdk.session.SessionStoreProvider;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageFileTest {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../../docs/sessions.md");

  @TempDir private Path directory;

  @Test
  void theFileOfThePageIsAValidConfiguration() throws Exception {
    Path token = Files.writeString(directory.resolve("token"), "a-token-that-nobody-guesses-00001");
    String yaml =
        Files.readAllLines(PAGE).stream()
            .dropWhile(line -> !line.equals("```yaml"))
            .skip(1)
            .takeWhile(line -> !line.equals("```"))
            .collect(Collectors.joining("\n"));
    assertThat(yaml).contains("/run/secrets/token");
    Path file =
        Files.writeString(
            directory.resolve("sessions.yaml"),
            yaml.replace("/run/secrets/token", token.toString()));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    int exit =
        Runner.of(new SessionStoreProvider())
            .environment(Map.of("SESSION_SECRET", "s".repeat(32))::get)
            .out(stream)
            .err(stream)
            .run("validate", "--config", file.toString());
    assertThat(exit).as(said.toString(StandardCharsets.UTF_8)).isZero();
  }
}
