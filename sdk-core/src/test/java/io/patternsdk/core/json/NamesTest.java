package io.patternsdk.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {
  @Test
  void aNameThatWasReadBeforeIsTheSameString() {
    String first = JsonObject.parse("{\"port\":1}").names().getFirst();
    assertThat(JsonObject.parse("{\"port\":2}").names().getFirst()).isSameAs(first);
  }

  @Test
  void namesOfOneHashOrPlaceAreToldApart() {
    List<String> names = new ArrayList<>(List.of("", "Aa", "BB", "AaAa", "AaBB", "BBAa", "BBBB"));
    for (int i = 0; i < 2_000; i++) {
      names.add("n" + i);
    }
    JsonObjectBuilder json = JsonObject.builder();
    names.forEach(name -> json.put(name, 1));
    String text = json.build().toString();
    for (int i = 0; i < 2; i++) {
      assertThat(JsonObject.parse(text).names()).isEqualTo(names);
    }
  }

  @Test
  void namesThatAreLongEscapedOrBeyondAsciiAreReadAsEver() {
    List<String> names =
        List.of("x".repeat(31), "x".repeat(32), "x".repeat(33), "\n", "é", "\u007f", "a\"b", "😀");
    JsonObjectBuilder json = JsonObject.builder();
    names.forEach(name -> json.put(name, 1));
    assertThat(JsonObject.parse(json.build().toString()).names()).isEqualTo(names);
    assertThat(JsonObject.parse("{\"\\u0061\":1}").names()).containsExactly("a");
    for (String bad : List.of("{\"a", "{\"a\n\":1}", "{\"" + "x".repeat(40), "{\"\\ud800\":1}")) {
      assertThatExceptionOfType(JsonException.class).isThrownBy(() -> JsonObject.parse(bad));
    }
  }
}
