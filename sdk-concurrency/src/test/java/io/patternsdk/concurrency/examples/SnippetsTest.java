package io.patternsdk.concurrency.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the javadoc shows is what the tests run; javadoc itself checks it again. */
class SnippetsTest {
  private static final Path ROOT = Path.of(System.getProperty("basedir"));
  private static final Pattern SNIPPET =
      Pattern.compile(
          "\\{@snippet\\s[* ]*class=\"([^\"]+)\"[\\s* ]+region=\"([^\"]+)\" :\n"
              + "(.*?)\n"
              + " \\* }\n"
              + "(?= \\*[\n"
              + "/])",
          Pattern.DOTALL);

  record Shown(Path file, String from, String region, String text) {
    @Override
    public String toString() {
      return file.getFileName() + " " + region;
    }
  }

  static Stream<Shown> snippets() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve("src/main/java"))) {
      return files.filter(Files::isRegularFile).flatMap(SnippetsTest::in).toList().stream();
    }
  }

  private static Stream<Shown> in(Path file) {
    try {
      return SNIPPET
          .matcher(Files.readString(file))
          .results()
          .map(m -> new Shown(file, m.group(1), m.group(2), m.group(3).replaceAll("(?m)^ \\*", "")))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void whatIsShownIsWhatRuns(Shown shown) throws IOException {
    Path source = ROOT.resolve("src/test/java/" + shown.from.replace('.', '/') + ".java");
    Matcher region =
        Pattern.compile(
                "// @start region=\"" + shown.region + "\" :\n(.*?)\n *// @end", Pattern.DOTALL)
            .matcher(Files.readString(source));
    assertThat(region.find()).isTrue();
    assertThat(shown.text.stripIndent().stripTrailing())
        .isEqualTo(region.group(1).stripIndent().stripTrailing());
  }
}
