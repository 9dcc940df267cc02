package io.patternsdk.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.lifecycle.Runner;
import io.patternsdk.session.SessionStoreProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PageFileTest {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../../docs/sessions.md");

  @TempDir private Path directory;

  static List<String> files() throws IOException {
    List<String> blocks = List.of(Files.readString(PAGE).split("```yaml\n", -1));
    return blocks.stream()
        .skip(1)
        .map(block -> block.substring(0, block.indexOf("```")))
        .filter(block -> block.startsWith("pattern:"))
        .toList();
  }

  @Test
  void thereAreThoseFiles() throws IOException {
    assertThat(files()).hasSize(3);
    assertThat(files().getFirst()).contains("/run/secrets/token");
  }

  @ParameterizedTest
  @MethodSource("files")
  void eachFileOfThePageIsAValidConfiguration(String yaml) throws Exception {
    Files.writeString(directory.resolve("token"), "a-token-that-nobody-guesses-00001");
    Files.writeString(directory.resolve("session-key-2"), "2".repeat(64) + "\n");
    Path file =
        Files.writeString(
            directory.resolve("sessions.yaml"), yaml.replace("/run/secrets", directory.toString()));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    int exit =
        Runner.of(new SessionStoreProvider())
            .environment(
                Map.of("SESSION_SECRET", "s".repeat(32), "SESSION_KEY", "1".repeat(64))::get)
            .out(stream)
            .err(stream)
            .run("validate", "--config", file.toString());
    assertThat(exit).as(said.toString(StandardCharsets.UTF_8)).isZero();
  }
}
