package io.patternsdk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages show is what runs in the examples. */
class PagesTest {

  static Stream<String> shown() {
    return Stream.of("README.md", "docs/concurrency.md")
        .flatMap(page -> new Page(page).blocks("java").stream());
  }

  @ParameterizedTest
  @MethodSource
  void shown(String code) {
    assertThat(unspaced(Page.examples()).contains(unspaced(code))).as(code).isTrue();
  }

  /** Of the page on patterns, what makes one jar. */
  @Test
  void theRecipeOfOneJarIsInThePomThatIsBuilt() throws IOException {
    String pom = Files.readString(Path.of("src/it/one-jar/pom.xml"));
    List<String> recipe = new Page("docs/writing-a-pattern.md").blocks("xml");
    assertThat(recipe).hasSize(2).allMatch(pom::contains);
  }

  private static String unspaced(String text) {
    return text.replaceAll("\\s", "");
  }
}
