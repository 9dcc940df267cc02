package io.patternsdk.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceholdersTest {

  private static final Placeholders HERE =
      Placeholders.of(Map.of("HOST", "db", "PORT", "80", "TRICK", "${HOST}", "EMPTY", ""));

  private static Settings settings(String value) {
    return Settings.of(SettingsNode.Mapping.of(Map.of("x", value)), HERE);
  }

  private static String problem(String value) {
    return problem(value, s -> s.string("x").orNull());
  }

  private static String problem(String value, Function<Settings, @Nullable Object> reader) {
    Settings s = settings(value);
    var unused = reader.apply(s);
    return s.problems().all().getFirst().toString();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "plain,plain",
        "${HOST},db",
        "http://${HOST}:${PORT}/,http://db:80/",
        "${NONE:other},other",
        "${HOST:other},db",
        "${NONE:a:b},a:b",
        "${NONE:${HOST}},db",
        "${HOST:${NONE}},db",
        "${NONE:${NOR:last}}!,last!",
        "$${HOST},${HOST}",
        "$$,$$",
        "100$,100$",
        "${TRICK},${HOST}",
        "a}b,a}b",
        "x${EMPTY},x"
      })
  void placeholdersAreReplacedOnce(String text, String expected) {
    assertThat(settings(text).string("x").required()).isEqualTo(expected);
  }

  @Test
  void aVariableMayHoldAnyTypeOrAList() {
    assertThat(settings("${PORT}").integer("x").required()).isEqualTo(80);
    assertThat(settings("${NONE:a,b}").strings("x").required()).containsExactly("a", "b");
  }

  @Test
  void anEmptyDefaultThatIsUsedLeavesTheSettingNotGiven() {
    for (String vanishing :
        List.of("${NONE:}", "${EMPTY:}", "${NONE:${NOR:}}", "${NONE:${EMPTY:}}")) {
      Settings s = settings(vanishing);
      assertThat(s.integer("x").orElse(5)).isEqualTo(5);
      assertThat(s.problems().isEmpty()).isTrue();
    }
  }

  @Test
  void anythingElseThatExpandsToNothingIsAValue() {
    for (String empty : List.of("${EMPTY}", "${EMPTY:5}", "${NONE:}${EMPTY}", "${NONE:${EMPTY}}")) {
      assertThat(problem(empty, s -> s.integer("x").orElse(5)))
          .isEqualTo("code: x is " + empty + " after expansion; expected a whole number");
      assertThat(settings(empty).string("x").orElse("default")).isEmpty();
    }
  }

  @Test
  void anUnknownVariableIsNamed() {
    assertThat(problem("${NONE}"))
        .isEqualTo(
            "code: x needs the environment variable NONE, which is not set;"
                + " set it or write ${NONE:default}");
  }

  @Test
  void malformedPlaceholdersAreExplained() {
    assertThat(problem("${HOST"))
        .isEqualTo(
            "code: x has a placeholder without its closing brace;"
                + " write ${NAME}, ${NAME:default} or ${file:path}, or $${ for the text ${");
    assertThat(problem("${}")).contains("has a malformed placeholder");
    assertThat(problem("${A B}")).contains("has a malformed placeholder");
    assertThat(problem("${A:${")).contains("without its closing brace");
    assertThat(problem("${a:".repeat(5000))).contains("nested too deeply");
  }

  @Test
  void whatWasPutInNeverAppearsInAMessage() {
    Settings s = settings("${HOST}");
    s.integer("x").orNull();
    assertThat(s.problems().all().getFirst())
        .hasToString("code: x is ${HOST} after expansion; expected a whole number");
    Settings list = settings("${HOST}");
    list.uris("x").orNull();
    assertThat(list.problems().all().getFirst())
        .hasToString(
            "code: x[0] is ${HOST} after expansion;"
                + " expected a URI such as scheme://host:1234");
  }

  @Test
  void settingsFromCodeAreNotExpanded() {
    assertThat(Settings.of(Map.of("x", "${HOST}")).string("x").required()).isEqualTo("${HOST}");
  }

  @Test
  void aFileGivesItsContentWithoutTheLastBreak(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("f"), "line\n\n");
    assertThat(settings("${file:" + file + "}").string("x").required()).isEqualTo("line\n");
  }

  @Test
  void aFileThatIsAbsentOrNotTextIsNamed(@TempDir Path dir) throws IOException {
    assertThat(problem("${file:/no/such}"))
        .isEqualTo(
            "code: x names the file /no/such, which does not exist; expected a readable file");
    Path binary = Files.write(dir.resolve("b"), new byte[] {(byte) 0xff});
    assertThat(problem("${file:" + binary + "}")).contains("which is not text; expected UTF-8");
    Path large = Files.write(dir.resolve("l"), new byte[(1 << 20) + 1]);
    assertThat(problem("${file:" + large + "}")).contains("which is too large; at most 1MiB");
    assertThat(problem("${file:" + dir + "}")).contains("which is no regular file");
  }

  @Test
  void aSecretIsReadAgainOnEachReveal(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("pw"), "one\n");
    Secret secret = settings("${file:" + file + "}").secret("x").required();
    assertThat(secret.reveal()).isEqualTo("one");
    Files.writeString(file, "two\r\n");
    assertThat(secret.reveal()).isEqualTo("two");
    Files.delete(file);
    assertThatThrownBy(secret::reveal)
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("code: x names the file");
  }

  @Test
  void aSecretThatFailsItsCheckIsNotShown() {
    Settings s = settings("hunter2");
    s.secret("x").check(secret -> secret.reveal().length() > 10, "longer").orNull();
    assertThat(s.problems().all().getFirst().toString())
        .startsWith("code: x is not acceptable; expected a secret")
        .doesNotContain("hunter2");
  }

  @Test
  void aSecretNeverPrints() {
    assertThat(settings("hunter2").secret("x").required()).hasToString("***");
    assertThat(Secret.of("hunter2")).hasToString("***").isNotInstanceOf(java.io.Serializable.class);
  }
}
