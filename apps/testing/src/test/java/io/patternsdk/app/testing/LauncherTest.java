package io.patternsdk.app.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.testkit.DefaultSignals;
import io.patternsdk.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script that starts a program, with a stand-in for the JVM that tells what it was given. */
class LauncherTest {
  private static final String JAVA =
      """
      #!/bin/sh
      case " $* " in
        *" io.patternsdk.lifecycle.ClassPathMain "*)
          if [ -n "${GO:-}" ]; then
            : >"$GO.asked"
            read -r _ <"$GO"
          fi
          printf '%s\\n' "$@" >"$SEEN"
          printf '%b' "$ANSWER"
          exit "$ANSWERED" ;;
      esac
      printf '%s\\n' "$@"
      exit 7
      """;

  @TempDir private Path directory;
  private final Map<String, String> environment = new HashMap<>();
  private Path home;
  private Path script;

  @BeforeEach
  void install() throws IOException {
    directory = directory.toRealPath();
    home = Files.createDirectories(directory.resolve("a home"));
    script = Files.createDirectory(home.resolve("bin")).resolve("program");
    String launcher = Files.readString(Path.of("..", "launcher.sh"));
    executable(script, launcher.replace("@name@", "program").replace("@main@", "x.Main"));
    Files.createDirectory(home.resolve("lib"));
    for (String jar : List.of("program", "sdk-core-1", "sdk-lifecycle-1", "snakeyaml-2")) {
      Files.createFile(home.resolve("lib").resolve(jar + ".jar"));
    }
    executable(Files.createDirectories(directory.resolve("jdk/bin")).resolve("java"), JAVA);
    environment.put("JAVA_HOME", directory.resolve("jdk").toString());
    environment.put("JAVA_OPTS", "");
    environment.put("PATTERN_TRAIN", "");
    environment.put("SEEN", directory.resolve("seen").toString());
    environment.put("ANSWER", ":/d/redis.jar:/d/lettuce.jar\\n\\ntext\\n");
    environment.put("ANSWERED", "0");
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Process start(Path command, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(command.toString()));
    all.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(DefaultSignals.around(all));
    builder.environment().putAll(environment);
    return builder.redirectErrorStream(true).redirectOutput(log().toFile()).start();
  }

  private Path log() {
    return directory.resolve("log");
  }

  private List<String> said() throws IOException {
    return Files.readAllLines(log());
  }

  private List<String> asked() throws IOException {
    return Files.readAllLines(directory.resolve("seen"));
  }

  private static int exit(Process process) throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private String libraries(String... jars) {
    return String.join(
        ":", List.of(jars).stream().map(jar -> home + "/lib/" + jar + ".jar").toList());
  }

  @Test
  void theProgramGetsItsDriversItsArgumentsAndItsExitCode() throws Exception {
    environment.put("JAVA_OPTS", "-Xmx64m -Da=b");
    assertThat(exit(start(script, "--config", "a file", "*"))).isEqualTo(7);
    assertThat(said())
        .containsSequence("-Xmx64m", "-Da=b", "-cp")
        .contains("-XX:+ExitOnOutOfMemoryError", "-Dpatternsdk.home=" + home)
        .endsWith(
            libraries("program", "sdk-core-1", "sdk-lifecycle-1", "snakeyaml-2")
                + ":/d/redis.jar:/d/lettuce.jar",
            "x.Main",
            "--config",
            "a file",
            "*");
    assertThat(asked())
        .endsWith(
            libraries("sdk-lifecycle-1", "sdk-core-1", "snakeyaml-2"),
            "io.patternsdk.lifecycle.ClassPathMain",
            "--config",
            "a file",
            "*");
  }

  @Test
  void itIsFoundThroughLinks() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("first"), script);
    Path second = Files.createSymbolicLink(directory.resolve("second"), link.getFileName());
    assertThat(exit(start(second))).isEqualTo(7);
    assertThat(said()).contains("-Dpatternsdk.home=" + home);
  }

  @Test
  void theCacheOfItsDriversIsUsed() throws Exception {
    environment.put("ANSWER", "\\n-XX:AOTCache=/c/redis.aot\\njson\\n");
    Files.createFile(Files.createDirectory(home.resolve("cache")).resolve("reader.jsa"));
    assertThat(exit(start(script))).isEqualTo(7);
    assertThat(said()).contains("-XX:AOTCache=/c/redis.aot");
    assertThat(asked()).contains("-XX:SharedArchiveFile=" + home + "/cache/reader.jsa");
  }

  @Test
  void trainingMakesTheCache() throws Exception {
    environment.put("PATTERN_TRAIN", "yes");
    assertThat(exit(start(script))).isEqualTo(7);
    assertThat(home.resolve("cache")).isDirectory();
    assertThat(asked()).contains("-XX:ArchiveClassesAtExit=" + home + "/cache/reader.jsa");
  }

  @Test
  void aJavaThatIsNotThereOrTooOldIsNamed() throws Exception {
    environment.put("ANSWERED", "1");
    assertThat(exit(start(script))).isEqualTo(1);
    assertThat(said())
        .containsExactly(
            directory + "/jdk/bin/java does not run the program: it needs Java 21 or newer");
    environment.put("JAVA_HOME", directory.resolve("nowhere").toString());
    assertThat(exit(start(script))).isEqualTo(1);
    assertThat(said())
        .containsExactly(
            "there is no "
                + directory
                + "/nowhere/bin/java: set JAVA_HOME to a JDK or JRE 21 or newer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text | TERM | \\S+Z info  Runner: stopped: in-flight 0, exit 0",
        "text | INT | \\S+Z info  Runner: stopped: in-flight 0, exit 0",
        "json | TERM | \\{\"time\":\"\\S+Z\",\"level\":\"info\",.*\"stopped: in-flight 0, exit"
            + " 0\".*}"
      })
  void aSignalWhileItAsksEndsItWithTheLastLineOfTheProgram(
      String format, String signal, String line) throws Exception {
    Path go = directory.resolve("go");
    assertThat(exit(new ProcessBuilder("mkfifo", go.toString()).inheritIO().start())).isZero();
    environment.put("GO", go.toString());
    environment.put("ANSWER", "\\n\\n" + format + "\\n");
    Process process = start(script);
    Eventually.within(Duration.ofSeconds(60))
        .until(() -> Files.exists(directory.resolve("go.asked")));
    String pid = Long.toString(process.pid());
    assertThat(exit(new ProcessBuilder("kill", "-" + signal, pid).inheritIO().start())).isZero();
    Files.writeString(go, "\n");
    assertThat(exit(process)).isZero();
    assertThat(said()).singleElement().asString().matches(line);
  }
}
