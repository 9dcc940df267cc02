package io.patternsdk.lifecycle.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.lifecycle.config.ReferencePage.Key;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/config.md says what the code does: a key, value or default that drifts fails here. */
class ReferencePageTest {

  static Stream<Key> keys() {
    return ReferencePage.keys().stream();
  }

  static Stream<Key> readableKeys() {
    return keys().filter(key -> !key.isSection() && !key.isOtherName());
  }

  static Stream<Key> keysWithDefaults() {
    return readableKeys().filter(key -> !key.defaultValue().isEmpty());
  }

  static Stream<Key> keysWithExamples() {
    return readableKeys().filter(key -> !key.example().isEmpty());
  }

  static Stream<String> sections() {
    return keys().map(Key::section).distinct();
  }

  @ParameterizedTest
  @MethodSource("sections")
  void everyKeyOfASectionIsDocumentedAndNoOther(String section) {
    String problems = Texts.problems(ReferencePage.file(section, "zzz999: 1"));
    Matcher known = Pattern.compile("zzz999 is unknown; known: (.*)").matcher(problems);
    assertThat(known.find()).as(problems).isTrue();
    assertThat(keys().filter(key -> key.section().equals(section)).map(Key::name))
        .containsExactlyInAnyOrder(known.group(1).split(", "));
  }

  @ParameterizedTest
  @MethodSource("readableKeys")
  void theValueIsWhatIsExpected(Key key) {
    String problems = Texts.problems(key.file("{a: 1}"));
    assertThat(problems.lines())
        .anyMatch(line -> line.endsWith(key.name() + " is a section; expected " + key.value()));
  }

  @ParameterizedTest
  @MethodSource("keysWithDefaults")
  void theDefaultIsWhatHoldsWithoutTheKey(Key key) {
    String beside =
        key.section().endsWith("rate_limit")
            ? "rate: 5, "
            : key.section().contains(".rules.") ? "allow: [read], " : "";
    String with =
        ReferencePage.file(key.section(), beside + key.name() + ": " + key.defaultValue());
    String without = ReferencePage.file(key.section(), beside);
    assertThat(comparable(key, with)).isEqualTo(comparable(key, without));
  }

  @ParameterizedTest
  @MethodSource("keysWithExamples")
  void theExampleIsRight(Key key) {
    List<String> wrong =
        Texts.problems(key.file(key.example()))
            .lines()
            .filter(line -> line.contains(key.name() + " is "))
            .filter(line -> !line.contains("others can reach"))
            .toList();
    assertThat(wrong).allMatch(line -> line.contains("is not set") || line.contains("file"));
  }

  private static List<Object> comparable(Key key, String yaml) {
    RunnerConfig config = Texts.config(beside(key, yaml));
    BackendConfig backend = config.backends().get("registry");
    return List.of(
        config.lifecycle(),
        config.concurrency(),
        config.observability(),
        config.http(),
        backend == null ? "" : Map.of("format", backend.format(), "t", backend.operationTimeout()));
  }

  private static String beside(Key key, String yaml) {
    return key.section().startsWith("backends")
        ? yaml.replace("registry: {", "registry: {driver: redis, ")
        : yaml.replace("auth: {", "auth: {issuer: 'https://x', audience: [x], ")
            .replace("audit: {", "audit: {directory: /x, ");
  }

  @ParameterizedTest
  @MethodSource("sections")
  void noKeyStandsTwice(String section) {
    List<String> names =
        keys().filter(key -> key.section().equals(section)).map(Key::name).toList();
    assertThat(names).hasSameSizeAs(new TreeSet<>(names));
    assertThat(names.stream().collect(Collectors.joining())).isNotEmpty();
  }
}
