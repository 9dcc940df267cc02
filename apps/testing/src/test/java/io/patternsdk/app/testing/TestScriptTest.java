package io.patternsdk.app.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What script/test makes of Maven's runs, with a stand-in that leaves reports and a log. */
class TestScriptTest {
  /** Leaves what is prepared for each run; the first run finds `1`, the next one `2`. */
  private static final String MAVEN =
      """
      #!/bin/sh
      run="$PREPARED/$(($(cat "$PREPARED/runs" 2>/dev/null || echo 0) + 1))"
      basename "$run" >"$PREPARED/runs"
      printf '%s\\n' "$*" >"$run.arguments"
      [ ! -d "$run" ] || cp -R "$run/." "$ROOT"
      cat "$run.log" 2>/dev/null || echo '[INFO] BUILD SUCCESS'
      """;

  private static final String SCRIPT =
      ". script/lib.sh; tests target/test.log verify || tests_again target/test.log verify";

  private static final String FAILURE = "<failure message=\"expected\">at line 7</failure>";

  @TempDir private Path directory;
  private Path prepared;
  private Path root;

  @BeforeEach
  void install() throws IOException {
    directory = directory.toRealPath();
    prepared = Files.createDirectory(directory.resolve("prepared"));
    root = Files.createDirectory(directory.resolve("project"));
    Files.createDirectory(root.resolve("script"));
    Files.copy(Path.of("../../script/lib.sh"), root.resolve("script/lib.sh"));
    Path maven = Files.createDirectory(directory.resolve("bin")).resolve("mvn");
    Files.writeString(maven, MAVEN);
    assertThat(maven.toFile().setExecutable(true)).isTrue();
  }

  private void prepare(int run, String test, int skipped, String outcome) throws IOException {
    Path reports = prepared.resolve(run + "/module/target/surefire-reports");
    Files.writeString(
        Files.createDirectories(reports).resolve("TEST-a." + test + ".xml"),
        """
        <testsuite name="a.%1$s" tests="2" errors="0" skipped="%2$d" failures="0">
          <testcase name="one" classname="a.%1$s" time="0.1"/>
          <testcase name="two" classname="a.%1$s" time="0.1">
            %3$s
          </testcase>
        </testsuite>
        """
            .formatted(test, skipped, outcome));
  }

  private void log(int run, String text) throws IOException {
    Files.writeString(prepared.resolve(run + ".log"), text + "\n");
  }

  private record Outcome(int code, String said) {}

  private Outcome run() throws IOException, InterruptedException {
    Path said = prepared.resolve("said");
    ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", SCRIPT);
    builder.directory(root.toFile()).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().put("PREPARED", prepared.toString());
    builder.environment().put("ROOT", root.toString());
    builder.environment().merge("PATH", directory + "/bin", (path, bin) -> bin + ":" + path);
    Process process = builder.start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    return new Outcome(process.exitValue(), Files.readString(said));
  }

  private int runs() throws IOException {
    return Integer.parseInt(Files.readString(prepared.resolve("runs")).strip());
  }

  @Test
  void whatPassesIsCountedAndRunOnce() throws Exception {
    prepare(1, "GoodTest", 0, "");
    prepare(1, "FineTest", 0, "");
    Outcome outcome = run();
    assertThat(outcome.said).contains("4 tests, 0 skipped").doesNotContain("failed");
    assertThat(outcome.code).isZero();
    assertThat(runs()).isOne();
  }

  @Test
  void whatFailsOnceIsRunAgainAloneAndNamed() throws Exception {
    prepare(1, "GoodTest", 0, "");
    prepare(1, "BadTest", 0, FAILURE);
    prepare(2, "BadTest", 0, "");
    Outcome outcome = run();
    assertThat(outcome.said)
        .contains("module: a.BadTest.two")
        .contains("UNSTABLE, failed once and passed when run again: a.BadTest");
    assertThat(outcome.code).isZero();
    assertThat(Files.readString(prepared.resolve("2.arguments")))
        .contains("-pl module", "-Dtest=a.BadTest ");
  }

  @Test
  void whatFailsAgainFails() throws Exception {
    prepare(1, "BadTest", 0, FAILURE);
    prepare(2, "BadTest", 0, FAILURE);
    Outcome outcome = run();
    assertThat(outcome.said).doesNotContain("UNSTABLE");
    assertThat(outcome.code).isNotZero();
  }

  @Test
  void whatIsNotThereWhenItIsRunAgainFails() throws Exception {
    prepare(1, "BadTest", 0, FAILURE);
    prepare(2, "OtherTest", 0, "");
    assertThat(run().code).isNotZero();
  }

  @Test
  void moreThanThreeAreNotRunAgain() throws Exception {
    for (int i : IntStream.rangeClosed(1, 4).toArray()) {
      prepare(1, "Bad" + i + "Test", 0, FAILURE);
    }
    Outcome outcome = run();
    assertThat(outcome.said).contains("a.Bad1Test.two", "a.Bad4Test.two");
    assertThat(outcome.code).isNotZero();
    assertThat(runs()).isOne();
  }

  @ParameterizedTest
  @CsvSource({
    "1, <skipped/>, tests were skipped",
    "0, <flakyFailure message=\"late\"/>, module: a.SomeTest.two",
    "0, <rerunError message=\"late\"/>, module: a.SomeTest.two"
  })
  void aTestIsRunOnceOrFails(int skipped, String outcome, String said) throws Exception {
    prepare(1, "SomeTest", skipped, outcome);
    prepare(2, "SomeTest", skipped, outcome);
    Outcome run = run();
    assertThat(run.said).contains(said);
    assertThat(run.code).isNotZero();
  }

  @ParameterizedTest
  @CsvSource({
    "[ERROR] There was a timeout or other error in the fork",
    "[ERROR] The forked VM terminated without saying properly goodbye",
    "[ERROR] Crashed tests:"
  })
  void aJvmThatBreaksOffFailsWhateverItsReportsSay(String line) throws Exception {
    prepare(1, "GoodTest", 0, "");
    log(1, line + "\n[INFO] BUILD SUCCESS");
    Outcome outcome = run();
    assertThat(outcome.said).contains(line);
    assertThat(outcome.code).isNotZero();
    assertThat(runs()).isOne();
  }

  @Test
  void noTestIsNoSuccess() throws Exception {
    Files.createDirectories(root.resolve("module/target/surefire-reports"));
    Files.writeString(
        root.resolve("module/target/surefire-reports/TEST-a.OldTest.xml"),
        "<testsuite name=\"a.OldTest\" tests=\"9\" skipped=\"0\"></testsuite>\n");
    Outcome outcome = run();
    assertThat(outcome.said).contains("0 tests, 0 skipped", "no test ran");
    assertThat(outcome.code).isNotZero();
  }
}
