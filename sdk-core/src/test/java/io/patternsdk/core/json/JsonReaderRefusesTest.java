package io.patternsdk.core.json;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderRefusesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        // arrays
        "[",
        "]",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[,]",
        "[1,,2]",
        "[1 2]",
        "[1:2]",
        "[\"a\"",
        "[1}",
        "[1]]",
        "[]x",
        "[-]",
        "[*]",
        "[a",
        "[1\u00A0]",
        "[\f]",
        "[\u000B1]",
        "[\"\"",
        "[[",
        "[\u2060]",
        // objects
        "{",
        "}",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{,\"a\":1}",
        "{\"a\" 1}",
        "{\"a\",1}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1,,\"b\":2}",
        "{\"a\"::1}",
        "{\"a\":1]",
        "{\"a\":1}}",
        "{\"a\":1}#",
        "{null:1}",
        "{\"a\":1,\"a\":1}",
        "{[:\"x\"}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"a\":/*c*/1}",
        "{\"a\":1}//",
        "{\"a\":1,a",
        // numbers
        "-",
        "+1",
        "01",
        "-01",
        "00",
        "1.",
        ".5",
        "-.5",
        "1.e1",
        "1e",
        "1e+",
        "1E-",
        "1e1.5",
        "1ee2",
        "0x1F",
        "1_000",
        "1 000",
        "--1",
        "-+1",
        "1+2",
        "NaN",
        "-NaN",
        "Infinity",
        "-Infinity",
        "1a",
        "\uFF11",
        "1e\uFF11",
        "-foo",
        "2.e+3",
        "0.3e",
        "9.e+",
        "1,5",
        // strings
        "\"",
        "\"a",
        "'a'",
        "\"\\\"",
        "\"\\x\"",
        "\"\\a\"",
        "\"\\u\"",
        "\"\\u12\"",
        "\"\\u12G4\"",
        "\"\\U0041\"",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800\\ud800\"",
        "\"\\ud800x\"",
        "\"\\ud800\\n\"",
        "\"\\ud800\\u0041\"",
        "\"\\udc00\\ud800\"",
        "\"\\ud800\\u\"",
        "\"\\",
        "\"\n\"",
        "\"\t\"",
        "\"\u0000\"",
        "\"\u001f\"",
        "\"\\\u00e9\"",
        "\"a\" \"b\"",
        "\"\\u00\uFF11\uFF11\"",
        // literals and the rest
        "",
        " ",
        "\n",
        "tru",
        "True",
        "TRUE",
        "nul",
        "nulll",
        "falsee",
        "undefined",
        "None",
        "/**/1",
        "1//",
        "\uFEFF1",
        "\uFEFF",
        "\u0000",
        "1\u0000",
        "&",
        "<null>",
        "null,",
        "é",
        "\u2028"
      })
  void whatIsNotJsonIsRefused(String text) {
    assertThatThrownBy(() -> JsonValue.parse(text)).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> JsonValue.parse(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(JsonException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "80, lone continuation",
    "c0af, overlong slash",
    "c1bf, overlong",
    "c3, cut off after one of two",
    "c328, second byte missing",
    "e08080, overlong of three",
    "e282, cut off after two of three",
    "e28228, third byte missing",
    "eda080, high surrogate",
    "edbfbf, low surrogate",
    "eda0bdedb880, surrogate pair in CESU",
    "f0808080, overlong of four",
    "f09f98, cut off after three of four",
    "f4908080, above U+10FFFF",
    "f8888080, five bytes",
    "fe, never valid",
    "ff, never valid",
  })
  void malformedUtf8InAStringIsRefused(String hex, String why) {
    byte[] utf8 = HexFormat.of().parseHex("2261" + hex + "2220");
    assertThatThrownBy(() -> JsonValue.parse(utf8))
        .as(why)
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("which is not UTF-8")
        .hasMessageStartingWith("line 1, column 3: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5b80", "80", "fffe5b00", "00205b00", "efbb", "31ff"})
  void malformedUtf8OutsideStringsIsRefused(String hex) {
    byte[] utf8 = HexFormat.of().parseHex(hex);
    assertThatThrownBy(() -> JsonValue.parse(utf8)).isInstanceOf(JsonException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\uD800\"", "\"a\uDC00b\"", "\"\uDC00\uD800\"", "[\"\uD83D", "\uD800"})
  void unpairedSurrogatesOfJavaStringsAreRefused(String text) {
    assertThatThrownBy(() -> JsonValue.parse(text))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("unpaired surrogate U+D");
  }
}
