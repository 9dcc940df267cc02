package io.patternsdk.lifecycle;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Health;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.core.pattern.Slot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.logging.Handler;
import java.util.logging.Logger;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTest {
  private final Stage stage = new Stage();
  private final Logger root = Logger.getLogger("");
  private List<Handler> handlersBefore;

  @TempDir private Path directory;

  @BeforeEach
  void rememberLog() {
    handlersBefore = List.of(root.getHandlers());
  }

  @AfterEach
  void restoreLog() {
    List.of(root.getHandlers()).forEach(root::removeHandler);
    handlersBefore.forEach(root::addHandler);
  }

  private int run(String... args) {
    return stage.runner().run(args);
  }

  private String file(String yaml) {
    return Stage.file(directory, yaml).toString();
  }

  @Test
  void validateSaysWhatFillsWhatAndOpensNothing() {
    assertThat(run("validate", "--config", file(Stage.yaml("")))).isZero();
    assertThat(stage.out())
        .isEqualTo("slot registry by backend registry (fake)\nthe configuration is valid\n");
    assertThat(stage.fake.events).isEmpty();
  }

  @Test
  void everythingThatIsWrongIsReportedAtOnce() {
    String file =
        file(
            """
            fake:
              lifecycle: {graceful_timout: 3s}
              settings: {batch_size: 0}
              slots: {registry: {required_interfaces: [keyvalue_sacn]}}
              backends: {registry: {driver: fake, config: {pool_size: 1000}}}
            """);
    assertThat(run("validate", "--config", file)).isEqualTo(78);
    assertThat(stage.err().lines())
        .hasSize(4)
        .allMatch(line -> line.startsWith(file + ":"))
        .anyMatch(line -> line.contains("did you mean graceful_timeout?"))
        .anyMatch(line -> line.contains("fake.settings.batch_size is \"0\""))
        .anyMatch(line -> line.contains("did you mean keyvalue_scan?"))
        .anyMatch(line -> line.contains("pool_size is \"1000\""));
    assertThat(stage.err()).doesNotContain("\tat ");
  }

  @Test
  void theVariableNamesTheFileWhereNoOptionDoes() {
    stage.variables.put("PATTERN_CONFIG", file(Stage.yaml("")));
    assertThat(run("validate")).isZero();
  }

  @Test
  void placeholdersReadTheEnvironment() {
    stage.variables.put("DRIVER", "fake");
    assertThat(
            run(
                "validate",
                "--config",
                file("fake: {backends: {registry: {driver: '${DRIVER}'}}}")))
        .isZero();
  }

  @Test
  void withoutAConfigurationItSaysHowToGiveOne() {
    assertThat(run()).isEqualTo(78);
    assertThat(stage.err())
        .isEqualTo(
            "command line: there is no configuration;"
                + " give --config FILE, set PATTERN_CONFIG, or try --dev\n");
  }

  @Test
  void aFileThatDoesNotExistIsNamed() {
    assertThat(run("--config", "nowhere.yaml")).isEqualTo(78);
    assertThat(stage.err()).contains("nowhere.yaml: the file does not exist");
  }

  @Test
  void devNeedsNoFile() {
    stage.with(new FakeBackend("embedded"));
    assertThat(run("validate", "--dev")).isZero();
    assertThat(stage.out()).contains("slot registry by backend registry (embedded)");
  }

  @Test
  void testStartupOpensLooksAndCloses() {
    assertThat(run("--test-startup", "--config", file(Stage.yaml("")))).isZero();
    assertThat(stage.out()).isEqualTo("slot registry is up\n");
    assertThat(stage.fake.events)
        .containsExactly("open registry", "health registry", "close registry");
  }

  @Test
  void testStartupFailsWhereABackendIsDown() {
    stage.fake.health = () -> Health.down("loading");
    assertThat(run("--test-startup", "--config", file(Stage.yaml("")))).isEqualTo(69);
    assertThat(stage.out()).isEqualTo("slot registry is down: loading\n");
  }

  @Test
  void versionNamesEverythingThatRuns() {
    assertThat(run("--version")).isZero();
    assertThat(stage.out().lines().toList().get(0)).startsWith("fake ");
    assertThat(stage.out())
        .contains("pattern SDK 0.")
        .contains("java " + Runtime.version())
        .contains("driver fake ");
  }

  @Test
  void helpNamesEveryOptionAndExitCode() {
    assertThat(run("--help")).isZero();
    assertThat(stage.out())
        .contains(
            "run ",
            "validate",
            "guarantees",
            "--test-startup",
            "--config",
            "--dev",
            "--drivers",
            "--version")
        .contains("3 out of memory", "69", "78");
  }

  @Test
  void twoBackendsOnOneFileAreRefused() {
    FakePattern.Provider two =
        new FakePattern.Provider(
            List.of(Slot.required("a", KEYVALUE_BASIC), Slot.required("b", KEYVALUE_BASIC)),
            pattern -> {});
    String yaml =
        """
        fake:
          backends:
            a: {driver: fake, config: {file: x}}
            b: {driver: fake, config: {file: %s}}
        """;
    String same = file(yaml.formatted("x"));
    assertThat(stage.runner(two).run("validate", "--config", same)).isEqualTo(78);
    assertThat(stage.err()).contains("b.config.file is that of the backend a too");
    String other = file(yaml.formatted("y"));
    assertThat(stage.runner(two).run("validate", "--config", other)).isZero();
  }

  @Test
  void aPipeIsNoConfiguration() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(run("validate", "--config", pipe.toString())).isEqualTo(78);
    assertThat(stage.err())
        .isEqualTo(pipe + ": the file is no regular file; expected a configuration file\n");
  }

  @Test
  void aJarWithABrokenDriverStopsNothingThatDoesNotNeedIt() throws IOException {
    Path jar = directory.resolve("broken.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("META-INF/services/" + DriverProvider.class.getName()));
      out.write("no.such.Provider\n".getBytes(StandardCharsets.UTF_8));
      out.closeEntry();
    }
    String drivers = directory.toString();
    assertThat(run("--version", "--drivers", drivers)).isZero();
    assertThat(stage.out()).contains(jar + ": holds a driver that cannot be loaded");
    assertThat(run("validate", "--drivers", drivers, "--config", file(Stage.yaml("")))).isZero();
    String needed = file("fake: {backends: {registry: {driver: missing}}}");
    assertThat(run("validate", "--drivers", drivers, "--config", needed)).isEqualTo(78);
    assertThat(stage.err())
        .contains("is missing, and no driver here has that name; " + jar + " holds a driver")
        .doesNotContain("\tat ");
  }

  @Test
  void aDirectoryWithoutDriversIsRefused() {
    assertThat(run("--version", "--drivers", directory.toString())).isEqualTo(78);
    assertThat(stage.err()).contains("has no driver in its jars");
    assertThat(run("--version", "--drivers", "nowhere")).isEqualTo(78);
    assertThat(stage.err()).contains("--drivers nowhere is no directory");
  }
}
