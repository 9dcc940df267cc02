package io.patternsdk.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.testkit.DefaultSignals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exit codes and signals, of real processes. */
class ProcessTest {
  private static final String DONE = "stopped: in-flight 0, exit ";

  @TempDir private Path directory;
  private Process process;

  @AfterEach
  void end() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  private void start(String behaviour, String lifecycle, String... options) throws IOException {
    Path config = Stage.file(directory, Stage.yaml(", lifecycle: {" + lifecycle + "}"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dbehaviour=" + behaviour,
                "-cp",
                System.getProperty("java.class.path"),
                TestProgram.class.getName(),
                "--config",
                config.toString()));
    command.addAll(1, List.of(options));
    process =
        new ProcessBuilder(DefaultSignals.around(command))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
  }

  private List<String> log() {
    try {
      return Files.readAllLines(directory.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitLine(String part) {
    Stage.SOON.until(part, () -> log().stream().anyMatch(line -> line.contains(part)));
  }

  private int exit() throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
    return process.exitValue();
  }

  private void signal(String name) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor())
        .isZero();
  }

  @Test
  void sigtermEndsItCleanlyAndTheLastLineSaysSo() throws Exception {
    start("", "");
    awaitLine("ready");
    signal("TERM");
    assertThat(exit()).isZero();
    assertThat(log()).anyMatch(line -> line.endsWith("stopping: SIGTERM"));
    assertThat(log().getLast()).endsWith(DONE + "0");
  }

  @Test
  void aProcessWhoseMemoryIsExhaustedForGoodEndsWithThree() throws Exception {
    start("hoards", "", "-Xmx48m");
    assertThat(exit()).isEqualTo(3);
    assertThat(log()).anyMatch(line -> line.endsWith("the memory is exhausted: exit 3"));
  }

  @Test
  void soDoesOneWhoseThreadDiesOfIt() throws Exception {
    start("asks for too much", "", "-Xmx48m");
    assertThat(exit()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"asks while it starts", "wraps it while it starts"})
  void andOneThatMeetsItWhileItStarts(String behaviour) throws Exception {
    start(behaviour, "", "-Xmx48m");
    assertThat(exit()).isEqualTo(3);
    assertThat(log()).anyMatch(line -> line.endsWith("the memory is exhausted: exit 3"));
  }

  @Test
  void andOneWhoseErrorWasCaughtWhereTheJvmIsToldTo() throws Exception {
    start("asks and catches", "", "-Xmx48m", "-XX:+ExitOnOutOfMemoryError");
    assertThat(exit()).isEqualTo(3);
  }

  @Test
  void sigintDoesTheSame() throws Exception {
    start("", "");
    awaitLine("ready");
    signal("INT");
    assertThat(exit()).isZero();
    assertThat(log().getLast()).endsWith(DONE + "0");
  }

  @Test
  void aPatternThatCannotGoOnEndsItWithOne() throws Exception {
    start("fails", "");
    assertThat(exit()).isEqualTo(1);
    assertThat(log()).anyMatch(line -> line.contains("IllegalStateException: cannot go on"));
    assertThat(log().getLast()).endsWith(DONE + "1");
  }

  @Test
  void aStartThatBreaksEndsItWithOne() throws Exception {
    start("breaks", "");
    assertThat(exit()).isEqualTo(1);
    assertThat(log().getLast()).endsWith(DONE + "1");
  }

  @Test
  void workThatIsLeftEndsItWithTwo() throws Exception {
    start("leaves work", "");
    awaitLine("ready");
    signal("TERM");
    assertThat(exit()).isEqualTo(2);
    assertThat(log().getLast()).endsWith("stopped: in-flight 3, parked 1, exit 2");
    assertThat(String.join("\n", log())).contains("left behind: parked 1, changes kept back");
  }

  @Test
  void aHandlerThatHangsEndsItWithTwoAtTheLimit() throws Exception {
    start("hangs", "graceful_timeout: 100ms, shutdown_timeout: 300ms");
    awaitLine("ready");
    signal("TERM");
    assertThat(exit()).isEqualTo(2);
    assertThat(log().getLast()).contains("stopped: in-flight 1, exit 2");
  }

  @Test
  void aSecondSignalHaltsIt() throws Exception {
    start("hangs", "graceful_timeout: 1h");
    awaitLine("ready");
    signal("TERM");
    awaitLine("stopping: SIGTERM");
    signal("TERM");
    assertThat(exit()).isEqualTo(2);
    assertThat(log().getLast()).contains("stopped: in-flight").endsWith("exit 2");
  }

  @Test
  void anUnavailableBackendEndsItWithSixtyNine() throws Exception {
    start("unavailable", "startup_timeout: 300ms");
    assertThat(exit()).isEqualTo(69);
    assertThat(log()).anyMatch(line -> line.contains("(fake): connection refused"));
    assertThat(log()).noneMatch(line -> line.startsWith("\tat "));
    assertThat(log().getLast()).endsWith(DONE + "69");
  }

  @Test
  void aSignalWhileStartingEndsItCleanly() throws Exception {
    start("unavailable", "startup_timeout: 1h");
    awaitLine("trying again");
    signal("TERM");
    assertThat(exit()).isZero();
    assertThat(log().getLast()).endsWith(DONE + "0");
  }

  @Test
  void aSignalWhileTheConfigurationIsReadEndsItCleanly() throws Exception {
    start("is stopped early", "graceful_timeout: \"${LIMIT:30s}\"");
    assertThat(exit()).isZero();
    assertThat(log()).anyMatch(line -> line.endsWith("stopping: SIGTERM while starting"));
    assertThat(log().getLast()).endsWith(DONE + "0");
  }

  @Test
  void aWrongConfigurationEndsItWithSeventyEight() throws Exception {
    start("", "graceful_timout: 3s");
    assertThat(exit()).isEqualTo(78);
    assertThat(log())
        .singleElement()
        .asString()
        .contains("c.yaml:1:", "graceful_timout is unknown; did you mean graceful_timeout?");
  }
}
