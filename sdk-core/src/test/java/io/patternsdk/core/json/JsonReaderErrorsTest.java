package io.patternsdk.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonReaderErrorsTest {

  private static JsonException error(String text) {
    return catchThrowableOfType(JsonException.class, () -> JsonValue.parse(text));
  }

  @Test
  void anErrorTellsLineColumnOffsetAndPath() {
    JsonException e = error("{\n  \"é😀\": [\n    {\"b\": 1}, {\"b.c\": tru}]}");
    assertThat(e.line()).isEqualTo(3);
    assertThat(e.column()).isEqualTo(23);
    assertThat(e.offset()).isEqualTo(35);
    assertThat(e.path()).isEqualTo("é😀[1].b\\.c");
    assertThat(e.problem()).isEqualTo("expected a value, found tru");
    assertThat(e).hasMessage("line 3, column 23: é😀[1].b\\.c: expected a value, found tru");
  }

  @Test
  void offsetsCountBytesWhereBytesWereRead() {
    byte[] utf8 = "[\"é😀\" 1]".getBytes(StandardCharsets.UTF_8);
    JsonException e = catchThrowableOfType(JsonException.class, () -> JsonValue.parse(utf8));
    assertThat(e.offset()).isEqualTo(10);
    assertThat(e.column()).isEqualTo(7);
    assertThat(error("[\"é😀\" 1]").offset()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "~~               | expected a value, found the end of the text",
        "[1 2]            | expected ',' or ']', found '2'",
        "{\"a\":1 \"b\"}  | expected ',' or '}', found '\"'",
        "{\"a\" 1}        | expected ':' after the name, found '1'",
        "{\"a\":1,}       | expected a name in double quotes, found '}'",
        "{a:1}            | expected a name in double quotes, found a",
        "{'a':1}          | found a single quote; strings and names take double quotes",
        "[1] // x         | expected nothing after the value, found '/'; JSON has no comments",
        "[NaN]            | found NaN; JSON has no such number",
        "[True]           | found True; the literals are true, false and null",
        "[+1]             | found '+'; a number has no plus sign in front",
        "[.5]             | found '.'; a number has a digit before the point",
        "[01]             | a number has no leading zero",
        "[1.]             | expected a digit of a number, found ']'",
        "{\"a\":1,\"a\":2} | a: the name appears twice in its object",
        "[\"\\x\"]        | a backslash begins no escape; the escapes are",
        "[\"\\ud83d\"]    | the escape \\ud83d is half of a character",
        "[\"\\u12\"]      | \\u takes four hexadecimal digits",
        "[\"abc           | a string begins here and is never closed",
        "[\"\t\"]         | a string holds the control character U+0009; write it as an escape",
        "\uFEFF[]         | found a byte order mark; leave it out",
        "é                | found 'é'",
      })
  void anErrorSaysWhatWasFoundAndWhatWouldBeRight(String text, String message) {
    assertThat(error(text)).hasMessageContaining(message);
  }

  @Test
  void theErrorOfADuplicateStandsAtTheSecond() {
    JsonException e = error("{\"a\":{\"b\":1,\n\"b\":2}}");
    assertThat(e.line()).isEqualTo(2);
    assertThat(e.column()).isEqualTo(1);
    assertThat(e.path()).isEqualTo("a.b");
  }

  @Test
  void messagesStayShort() {
    String name = "😀".repeat(100_000);
    JsonException e = error("{\"" + name + "\":x}");
    assertThat(e.getMessage()).hasSizeLessThan(1_200);
    assertThat(JsonString.of(e.getMessage()).value()).isEqualTo(e.getMessage());
  }
}
