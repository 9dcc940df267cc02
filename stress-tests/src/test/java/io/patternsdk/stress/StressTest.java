package io.patternsdk.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.testkit.Rounds;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs all races, briefly in each build, longer and with more ways of compiling them when many
 * rounds are asked for. What was seen is in {@code target/races}.
 */
class StressTest {
  private static final Path RESULTS = Path.of("target", "races");
  private static final Pattern TOTALS = Pattern.compile("(\\d+) planned; (\\d+) passed");
  private static final int BRIEF = 3;

  @Test
  @Timeout(value = 14 * 60)
  void noRaceEndsInAnyOtherWayThanItMay() throws IOException, InterruptedException {
    Files.createDirectories(RESULTS);
    File log = RESULTS.resolve("log").toFile();
    Process process =
        new ProcessBuilder(command())
            .redirectErrorStream(true)
            .redirectOutput(log)
            .directory(RESULTS.toFile())
            .start();
    try {
      int exit = process.waitFor();
      String said = Files.readString(log.toPath());
      assertThat(exit).as(said).isZero();
      assertThat(passed(said)).as(said).isGreaterThanOrEqualTo(races());
    } finally {
      process.destroy();
    }
  }

  private static List<String> command() {
    boolean brief = Rounds.count() <= BRIEF;
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:+UseSerialGC",
        "-cp",
        absolute(System.getProperty("java.class.path")),
        "org.openjdk.jcstress.Main",
        "-r",
        "report",
        "-jvmArgs",
        "-XX:+UseSerialGC",
        "-hs",
        "128",
        "-f",
        "1",
        "-fsm",
        "1",
        "-af",
        "NONE",
        "-sc",
        brief ? "false" : "true",
        "-time",
        "100",
        "-iters",
        brief ? "2" : "4");
  }

  private static String absolute(String classPath) {
    return String.join(
        File.pathSeparator,
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(classPath)
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .toList());
  }

  private static long passed(String said) {
    long planned = -1;
    long passed = -1;
    for (Matcher totals = TOTALS.matcher(said); totals.find(); ) {
      planned = Long.parseLong(totals.group(1));
      passed = Long.parseLong(totals.group(2));
    }
    assertThat(passed).as(said).isEqualTo(planned);
    return passed;
  }

  private static long races() throws IOException {
    try (InputStream list = StressTest.class.getResourceAsStream("/META-INF/TestList")) {
      return new String(Objects.requireNonNull(list).readAllBytes()).lines().count();
    }
  }
}
