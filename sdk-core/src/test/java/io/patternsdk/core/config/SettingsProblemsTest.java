package io.patternsdk.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsProblemsTest {

  private static String message(Map<String, ?> values, Function<Settings, ?> reader) {
    return catchThrowableOfType(
            ConfigException.class, () -> Settings.of(values).read(s -> reader.apply(s) != null))
        .getMessage();
  }

  /** The message for a setting x, whose name stands at c.yaml:3:1. */
  private static String problem(@Nullable Object value, Function<Settings, ?> reader) {
    SequencedMap<String, SettingsNode.Entry> entries = new LinkedHashMap<>();
    entries.put(
        "x", new SettingsNode.Entry("x", new Location("c.yaml", 3, 1), SettingsNode.of(value)));
    var root = new SettingsNode.Mapping(entries, new Location("c.yaml", 1, 1));
    return catchThrowableOfType(
            ConfigException.class,
            () -> Settings.of(root, Placeholders.none()).read(s -> reader.apply(s) != null))
        .getMessage();
  }

  @Test
  void aNumberThatIsNoneSaysWhatIsExpected() {
    assertThat(problem("ten", s -> s.integer("x").range(1, 1000).orElse(5)))
        .isEqualTo("code: x is \"ten\"; expected a whole number, from 1 to 1000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1001", "-1", "99999999999", "1.5", "017", "0x10", "1__0", "１"})
  void aNumberOutOfItsRangeOrFormIsRefused(String text) {
    assertThat(problem(text, s -> s.integer("x").range(1, 1000).orElse(5)))
        .isEqualTo("code: x is \"" + text + "\"; expected a whole number, from 1 to 1000");
  }

  @Test
  void aDurationNeedsAUnit() {
    assertThat(problem("30", s -> s.duration("x").min(Duration.ofMillis(1)).required()))
        .isEqualTo(
            "code: x is \"30\"; expected a duration such as 500ms, 30s or 1h30m, at least 1ms");
  }

  @Test
  void otherTypesSayWhatIsExpected() {
    assertThat(problem("2", s -> s.ratio("x").orElse(1.0))).endsWith("a ratio such as 0.5 or 50%");
    assertThat(problem("maybe", s -> s.bool("x").orElse(true))).endsWith("expected true or false");
    assertThat(problem("1XB", s -> s.size("x").max(1L << 20).orElse(1L)))
        .endsWith("expected a size such as 64KiB or 10MB, at most 1MiB");
    assertThat(problem("xml", s -> s.choice("x", "text", "json").orElse("text")))
        .endsWith("is \"xml\"; expected one of text, json");
    assertThat(problem("NaN", s -> s.decimal("x").orElse(1.0))).endsWith("expected a number");
    assertThat(problem(" ", s -> s.path("x").required())).endsWith("expected a path");
    assertThat(problem("3", s -> s.integer("x").check(v -> v % 2 == 0, "even").orElse(2)))
        .endsWith("is \"3\"; expected a whole number, even");
  }

  @Test
  void thePasswordOfAUriIsMasked() {
    assertThat(problem("redis://user:hunter2@ho st", s -> s.uri("x").required()))
        .isEqualTo("code: x is \"redis://***@ho st\"; expected a URI such as scheme://host:1234");
  }

  @Test
  void aPortThatNoServerHasIsNoUri() {
    assertThat(problem("http://store:99999", s -> s.uri("x").required()))
        .isEqualTo("code: x is \"http://store:99999\"; expected a URI such as scheme://host:1234");
    assertThat(problem("http://store:0/path", s -> s.uri("x").required())).startsWith("code: x is");
  }

  @Test
  void aListInPlaceOfTextAndTheOtherWayRoundAreNamed() {
    assertThat(problem(List.of(1), s -> s.integer("x").orElse(1)))
        .isEqualTo("code: x is a list; expected a whole number");
    assertThat(problem(Map.of(), s -> s.string("x").orElse("")))
        .isEqualTo("code: x is a section; expected text");
    assertThat(problem(Map.of(), s -> s.strings("x").orElse(List.of())))
        .isEqualTo("code: x is a section; expected a list of texts");
    assertThat(problem("y", s -> s.section("x")))
        .isEqualTo("code: x is not a section; expected a section of settings");
    assertThat(problem("y", s -> s.sectionList("x")))
        .isEqualTo("code: x is not a list; expected a list of sections");
  }

  @Test
  void anItemOfAListIsNamedByItsIndex() {
    assertThat(problem(Arrays.asList("a://b", "c", Map.of()), s -> s.uris("x").required()))
        .isEqualTo(
            """
            code: x[1] is "c"; expected a URI such as scheme://host:1234
            code: x[2] is a section; expected a URI such as scheme://host:1234\
            """);
  }

  @Test
  void noValueIsNotADefault() {
    assertThat(problem(null, s -> s.integer("x").orElse(1)))
        .isEqualTo("code: x has no value; expected a whole number");
  }

  @Test
  void aMissingSettingIsReportedAtItsSection() {
    assertThat(message(Map.of("a", Map.of()), s -> s.section("a").string("driver").required()))
        .isEqualTo("code: a.driver is missing; expected text");
  }

  @Test
  void anUnknownSettingIsReportedAtItsNameWithTheNearestKnown() {
    assertThat(problem("1", s -> s.integer("xy").alias("z").orElse(1)))
        .isEqualTo("c.yaml:3:1: x is unknown; did you mean xy?");
    assertThat(
            message(
                Map.of("a", Map.of("poolsize", 1)),
                s -> s.section("a").integer("pool_size").orElse(1)))
        .isEqualTo("code: a.poolsize is unknown; did you mean pool_size?");
  }

  @Test
  void aSettingUnderTwoNamesIsReported() {
    assertThat(
            message(
                Map.of("reset_timeout", "1s", "timeout", "2s"),
                s -> s.duration("reset_timeout").alias("timeout").required()))
        .isEqualTo(
            "code: timeout is another name of reset_timeout, given at code; keep one of them");
  }

  @Test
  void allProblemsAreReportedAtOnceInTheirOrder() {
    assertThat(
            message(
                Map.of("a", "x", "b", "y", "typo", "z"),
                s ->
                    List.of(
                        s.integer("b").orElse(1),
                        s.bool("a").orElse(true),
                        s.string("c").required())))
        .isEqualTo(
            """
            code: a is "x"; expected true or false
            code: b is "y"; expected a whole number
            code: c is missing; expected text
            code: typo is unknown; known: a, b, c\
            """);
  }

  @Test
  void aReaderThatStumblesOverAStandInIsExplainedByTheProblems() {
    assertThatThrownBy(() -> Settings.empty().read(s -> 10 / s.integer("x").required()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("code: x is missing; expected a whole number")
        .satisfies(e -> assertThat(e.getSuppressed()[0]).isInstanceOf(ArithmeticException.class));
  }

  @Test
  void aReaderThatFailsByItselfFails() {
    assertThatThrownBy(
            () ->
                Settings.empty()
                    .read(
                        s -> {
                          throw new IllegalStateException("own");
                        }))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aProblemOfTheReaderStandsAtItsSetting() {
    assertThat(
            problem(
                "5s",
                s -> {
                  s.duration("x").required();
                  s.problem("x", "is shorter than y (9s)", "expected at least 9s");
                  return s;
                }))
        .isEqualTo("code: x is shorter than y (9s); expected at least 9s");
  }
}
