package io.patternsdk.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamedDriversTest {
  private final Map<String, String> variables = Map.of("DRIVER", "nats");

  @TempDir private Path directory;

  private Iterable<String> named(String yaml, String... more) {
    String file = Stage.file(directory, yaml).toString();
    List<String> args = new ArrayList<>(List.of("--config", file));
    args.addAll(List.of(more));
    return NamedDrivers.of(variables::get, args.toArray(String[]::new)).names();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backends: {a: {driver: nats}}",
        "backends: {a: {driver: 'nats'}}",
        "backends: {a: {driver: \"nats\"}}",
        "backends:\n  a:\n    driver: nats # a comment with driver: redis",
        "backends: {a: {driver: '${DRIVER}'}}",
        "backends: {a: {driver: '${NOT_SET:nats}'}}",
        "fake: {backends: {a: {driver: nats}}}",
        "backends: {a: {driver: nats, config: {driver: redis}}}",
        "backends: {a: &a {driver: nats}, b: *a}",
        "backends: {a: {driver: nats}, b: {driver: '${NOT_SET}'}}"
      })
  void theyAreFoundHoweverTheyAreWritten(String yaml) {
    assertThat(named(yaml)).containsExactly("nats");
  }

  @Test
  void severalBackendsNameSeveral() {
    assertThat(named("backends: {a: {driver: redis}, b: {driver: nats}, c: {driver: redis}}"))
        .containsExactly("nats", "redis");
  }

  @Test
  void devNamesTheEmbeddedOne() {
    assertThat(NamedDrivers.of(variables::get, "--dev").names()).containsExactly("embedded");
    assertThat(named("backends: {a: {driver: nats}}", "--dev")).containsExactly("embedded", "nats");
  }

  @Test
  void theVariableMayNameTheFile() {
    String file = Stage.file(directory, "backends: {a: {driver: redis}}").toString();
    assertThat(NamedDrivers.of(Map.of("PATTERN_CONFIG", file)::get, "validate").names())
        .containsExactly("redis");
  }

  @ParameterizedTest
  @ValueSource(strings = {"backends: [", "", "backends: text", "backends: {a: text}", "- a"})
  void whatIsNoConfigurationNamesNone(String yaml) {
    assertThat(named(yaml)).isEmpty();
  }

  @Test
  void aWrongCommandLineNamesNone() {
    assertThat(NamedDrivers.of(variables::get, "--confg", "x").names()).isEmpty();
    assertThat(NamedDrivers.of(variables::get, "--config", "nowhere.yaml").names()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "observability: {logging: {format: json}} | true",
        "observability: {logging: {format: '${FORMAT}'}} | true",
        "observability: {logging: {format: json}, unknown: 1} | true",
        "observability: {logging: {format: text}} | false",
        "observability: {logging: {level: debug}} | false",
        "observability: json | false",
        "backends: [ | false"
      })
  void theFormatOfTheLogIsReadWithThem(String yaml, boolean json) {
    String file = Stage.file(directory, yaml).toString();
    assertThat(NamedDrivers.of(Map.of("FORMAT", "json")::get, "--config", file).json())
        .isEqualTo(json);
  }
}
