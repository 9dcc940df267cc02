package io.patternsdk.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderAcceptsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "false",
        "0",
        "-0",
        "10",
        "-1",
        "1.10",
        "0.5",
        "1e5",
        "1E+5",
        "1e-5",
        "0e0",
        "0.0e+00",
        "-0.0",
        "1e400",
        "1e999999999",
        "12345678901234567890",
        "123e65",
        "\"\"",
        "\"a\"",
        "\"é😀\uFFFF\u2028\u007F/\"",
        "\"\\\"\\\\\"",
        "\"\\b\\f\\n\\r\\t\"",
        "\"\\u0000\\u001f\"",
        "[]",
        "{}",
        "[[]]",
        "[1,[2,{}],null]",
        "{\"\":0}",
        "{\"a\":{\"b\":[]},\"A\":1}",
        "{\"\\n\":\"\uD834\uDD1E\"}"
      })
  void whatIsWrittenCompactlyIsReadAndWrittenTheSame(String text) {
    assertThat(JsonValue.parse(text)).hasToString(text);
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    assertThat(JsonValue.parse(utf8).toBytes()).isEqualTo(utf8);
  }

  static Stream<Arguments> otherSpellings() {
    return Stream.of(
        Arguments.of(" \t\r\n[ 1 , 2 ]\r\n", "[1,2]"),
        Arguments.of("{ \"a\" : 1 ,\n\"b\" : [ ] , \"c\" : { } }", "{\"a\":1,\"b\":[],\"c\":{}}"),
        Arguments.of("\"\\/\\u0041\\u00e9\\u00E9\\u20ac\"", "\"/Aéé€\""),
        Arguments.of("\"\\uD83D\\ude00 \\uDBFF\\uDFFF\"", "\"😀 \uDBFF\uDFFF\""),
        Arguments.of("\"x\\u0022y\\u005C\\u002F\"", "\"x\\\"y\\\\/\""),
        Arguments.of("\"é\\n😀\\té\"", "\"é\\n😀\\té\""),
        Arguments.of("\"\\uFEFF\\uFFFE\\uFDD0\"", "\"\uFEFF\uFFFE\uFDD0\""));
  }

  @ParameterizedTest
  @MethodSource("otherSpellings")
  void otherSpellingsGiveTheSameValue(String text, String compact) {
    assertThat(JsonValue.parse(text)).hasToString(compact);
    assertThat(JsonValue.parse(text.getBytes(StandardCharsets.UTF_8))).hasToString(compact);
  }

  @Test
  void membersKeepTheirOrder() {
    JsonObject object = JsonObject.parse("{\"z\":1,\"a\":2,\"m\":3}");
    assertThat(object.names()).containsExactly("z", "a", "m");
  }

  @Test
  void aByteOrderMarkWithinAStringIsACharacter() {
    assertThat(JsonValue.parse("\"\uFEFF\"").asString()).isEqualTo("\uFEFF");
  }

  @Test
  void theArrayMayChangeAfterwards() {
    byte[] utf8 = "[\"abc\",12345]".getBytes(StandardCharsets.UTF_8);
    JsonValue value = JsonValue.parse(utf8);
    Arrays.fill(utf8, (byte) 'x');
    assertThat(value).hasToString("[\"abc\",12345]");
  }
}
