package io.patternsdk.app.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.cdc.CdcProvider;
import io.patternsdk.lifecycle.Runner;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageFilesTest {
  private static final Path DOCS =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../../docs");

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"cdc.md", "coming-from-debezium.md"})
  void theFileOfThePageIsAValidConfiguration(String page) throws Exception {
    String yaml =
        Files.readAllLines(DOCS.resolve(page)).stream()
            .dropWhile(line -> !line.equals("pattern:"))
            .takeWhile(line -> !line.equals("```"))
            .collect(Collectors.joining("\n"));
    assertThat(yaml).contains("backends:");
    Path file = Files.writeString(directory.resolve("cdc.yaml"), yaml);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    int exit =
        Runner.of(new CdcProvider())
            .environment(Map.of("CDC_PASSWORD", "not-a-secret")::get)
            .out(stream)
            .err(stream)
            .run("validate", "--config", file.toString());
    assertThat(exit).as(said.toString(StandardCharsets.UTF_8)).isZero();
  }
}
