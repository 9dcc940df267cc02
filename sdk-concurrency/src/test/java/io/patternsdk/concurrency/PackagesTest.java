package io.patternsdk.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What all share knows nobody, a primitive knows no other, the guard knows its parts. */
class PackagesTest {
  private static final Path SOURCES =
      Path.of(System.getProperty("basedir"), "src/main/java/io/patternsdk/concurrency");
  private static final Pattern IMPORT =
      Pattern.compile(
          "^import (?:static )?io\\.patternsdk\\.concurrency\\.([a-z]*)", Pattern.MULTILINE);
  private static final int MOST_FILES = 45;

  static Stream<Path> packages() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(Files::isDirectory).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("packages")
  void knowsOnlyWhatLiesBelow(Path folder) throws IOException {
    String name = SOURCES.relativize(folder).toString();
    List<Path> sources = sources(folder);
    assertThat(sources).hasSizeBetween(1, MOST_FILES);
    for (Path source : sources) {
      assertThat(IMPORT.matcher(Files.readString(source)).results())
          .as("%s", source)
          .allMatch(known -> layer(known.group(1)) < layer(name));
    }
  }

  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static int layer(String name) {
    return switch (name) {
      case "" -> 0;
      case "internal" -> 1;
      case "guard" -> 3;
      case "config" -> 4;
      default -> 2;
    };
  }
}
