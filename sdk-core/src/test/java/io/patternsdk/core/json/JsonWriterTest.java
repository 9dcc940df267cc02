package io.patternsdk.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWriterTest {

  private static final JsonValue SAMPLE =
      JsonValue.parse("{\"a\":[1,{\"b\":[]},{}],\"c\":{\"d\":\"x\"}}");

  @Test
  void prettyTextPutsEachMemberOnALine() {
    assertThat(JsonWriter.pretty().write(SAMPLE))
        .isEqualTo(
            """
            {
              "a": [
                1,
                {
                  "b": []
                },
                {}
              ],
              "c": {
                "d": "x"
              }
            }\
            """);
  }

  @Test
  void prettyTextReadsAsTheSameValue() {
    assertThat(JsonValue.parse(JsonWriter.pretty().bytes(SAMPLE))).isEqualTo(SAMPLE);
  }

  @Test
  void onlyWhatMustBeIsEscaped() {
    JsonString all = JsonString.of("\u0000\b\t\n\u000B\f\r\u001F \"'/\\<>&\u007F\u00e9\u2028😀");
    assertThat(all)
        .hasToString("\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f \\\"'/\\\\<>&\u007F\u00e9\u2028😀\"");
  }

  @Test
  void anAppendableGetsTheText() throws IOException {
    StringWriter target = new StringWriter();
    JsonWriter.compact().write(SAMPLE, target);
    assertThat(target).hasToString(SAMPLE.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uD800", "a\uDC00", "\uDC00\uD800", "\uD83D\uD83D\uDE00"})
  void unpairedSurrogatesNeverGetIntoAValue(String text) {
    assertThatThrownBy(() -> JsonString.of(text)).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> JsonObject.builder().put(text, 1)).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> JsonValue.of(Map.of(text, 1))).isInstanceOf(JsonException.class);
  }
}
