package io.patternsdk.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a.b",
        "a..b",
        ".",
        "a.",
        "a\\.b",
        "\\\\",
        "\\$a",
        "a.\\$b.c$",
        "\\\\\\."
      })
  void theTextFormSurvives(String text) {
    assertThat(JsonPath.parse(text)).hasToString(text);
  }

  @Test
  void dotsSeparateUnlessEscaped() {
    assertThat(JsonPath.parse("a.b\\.c.d\\\\.\\$e").names())
        .containsExactly("a", "b.c", "d\\", "$e");
    assertThat(JsonPath.parse("").names()).containsExactly("");
  }

  @Test
  void plainNamesAreEscapedWhereTheyMust() {
    assertThat(JsonPath.of("a.b", "$c", "d$", "\\")).hasToString("a\\.b.\\$c.d$.\\\\");
    assertThat(JsonPath.parse("$a")).isEqualTo(JsonPath.of("$a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\", "a\\", "a\\b", "a.\\ "})
  void anUnknownEscapeIsRefused(String text) {
    assertThatThrownBy(() -> JsonPath.parse(text)).isInstanceOf(JsonException.class);
  }

  @Test
  void aPathHasAName() {
    assertThatThrownBy(() -> new JsonPath(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
