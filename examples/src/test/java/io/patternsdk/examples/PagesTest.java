package io.patternsdk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
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

  private static String unspaced(String text) {
    return text.replaceAll("\\s", "");
  }
}
