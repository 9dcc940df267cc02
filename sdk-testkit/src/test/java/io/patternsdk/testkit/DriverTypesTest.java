package io.patternsdk.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Of a driver only its provider is published, and what its client makes by name: everything else
 * may change when its backend does.
 */
class DriverTypesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([a-z0-9.]+);");
  private static final Pattern TYPE =
      Pattern.compile("(?m)^public [a-z -]*(?:class|interface|record|enum|@interface) (\\w+)");
  private static final Pattern ROLE = Pattern.compile("(?m)^public .*implements (\\w+)");

  @Test
  void nothingButTheProviderIsPublic() throws IOException {
    List<Path> sources = sources();
    assertThat(sources).hasSizeGreaterThan(100);
    for (Path source : sources) {
      String text = Files.readString(source);
      if (first(PACKAGE, text).matches("io\\.patternsdk\\.driver\\.[a-z0-9]+")
          && TYPE.matcher(text).find()) {
        String role = first(ROLE, text);
        boolean madeByTheClient =
            text.lines()
                .anyMatch(line -> line.matches("import (?!io\\.patternsdk).*\\." + role + ";"));
        assertThat(role.equals("DriverProvider") || madeByTheClient)
            .as("%s is public, which promises it to everybody", source)
            .isTrue();
      }
    }
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> folders = Files.list(ROOT)) {
      List<Path> drivers =
          folders
              .filter(folder -> folder.getFileName().toString().startsWith("driver-"))
              .map(folder -> folder.resolve("src/main/java"))
              .filter(Files::exists)
              .toList();
      return drivers.stream().flatMap(DriverTypesTest::filesOf).toList();
    }
  }

  private static Stream<Path> filesOf(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? found.group(1) : "";
  }
}
