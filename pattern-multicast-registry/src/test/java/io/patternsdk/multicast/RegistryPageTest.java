package io.patternsdk.multicast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Namespace;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.pattern.Slot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/registry.md says what the code does: a setting, limit or route that drifts fails here. */
class RegistryPageTest {

  /** A documented setting. */
  private record Row(String name, String value, String defaultValue, String example) {
    static Row of(List<String> cells) {
      return new Row(
          RegistryPage.code(cells.get(0)),
          cells.get(1),
          RegistryPage.code(cells.get(2)),
          RegistryPage.code(cells.get(4)).replaceAll("[\\[\\]]", ""));
    }

    boolean hasDefault() {
      return !defaultValue.equals("none");
    }
  }

  static Stream<Row> settings() {
    return RegistryPage.rows("Setting").stream().map(Row::of);
  }

  static Stream<Row> defaults() {
    return settings().filter(Row::hasDefault);
  }

  private static RegistrySettings read(Map<String, ?> values) {
    return Settings.of(values).read(RegistrySettings::from);
  }

  private static String problems(String name, Object value) {
    return String.valueOf(
        catchThrowableOfType(ConfigException.class, () -> read(Map.of(name, value))).getMessage());
  }

  @Test
  void everySettingIsDocumentedAndNoOther() {
    Matcher known =
        Pattern.compile("zzz999 is unknown; known: (.*)").matcher(problems("zzz999", 1));
    assertThat(known.find()).isTrue();
    assertThat(settings().map(Row::name))
        .containsExactlyInAnyOrder(known.group(1).strip().split(", "));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void theValueIsWhatIsExpected(Row row) {
    assertThat(problems(row.name(), Map.of("a", 1)))
        .contains(row.name() + " is a section; expected " + row.value());
  }

  @ParameterizedTest
  @MethodSource("defaults")
  void theDefaultIsWhatHoldsWithoutTheSetting(Row row) {
    assertThat(read(Map.of(row.name(), row.defaultValue()))).isEqualTo(read(Map.of()));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void theExampleIsRightAndChangesSomething(Row row) {
    assertThat(read(Map.of(row.name(), row.example()))).isNotEqualTo(read(Map.of()));
  }

  @Test
  void theBuilderHasAMethodForEachSetting() {
    List<String> methods =
        Stream.of(RegistryBuilder.class.getDeclaredMethods())
            .map(method -> method.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
            .toList();
    assertThat(methods).containsAll(settings().map(Row::name).toList());
  }

  @Test
  void theSlotsAreThose() {
    List<List<String>> slots = new ArrayList<>();
    for (Slot slot : new MulticastRegistryProvider().slots()) {
      slots.add(
          List.of(
              "`" + slot.name() + "`",
              slot.arity().name().toLowerCase(Locale.ROOT),
              names(slot.required()),
              names(slot.preferred())));
    }
    assertThat(RegistryPage.rows("Slot")).isEqualTo(slots);
  }

  private static String names(Collection<Capability<?>> capabilities) {
    return capabilities.stream()
        .map(capability -> "`" + capability.name() + "`")
        .collect(Collectors.joining(", "));
  }

  @Test
  void theLimitsThatAreNoSettingsAreThose() {
    Map<String, String> limits =
        RegistryPage.rows("What").stream()
            .collect(Collectors.toMap(row -> row.get(0), row -> row.get(1), (a, b) -> a));
    assertThat(limits)
        .containsEntry("an id", "1 to %d bytes of UTF-8".formatted(Checks.MAX_ID_BYTES))
        .containsEntry("a topic", "1 to %d bytes of UTF-8".formatted(Namespace.MAX_NAME_BYTES));
    assertThat(limits.get("the id of a delivery"))
        .startsWith(String.format(Locale.ROOT, "%,d characters", DeliveryId.MOST));
    assertThat(limits.get("dead letters at one time"))
        .startsWith(String.format(Locale.ROOT, "1 to %,d", Checks.MAX_LETTERS));
    assertThat(limits.get("a page")).contains(Checks.DEFAULT_PAGE_SIZE + " where");
  }

  @Test
  void theRoutesAndTheirAnswersAreThose() {
    List<List<String>> routes = new ArrayList<>();
    JsonObject paths = RegistryPage.openApi().object("paths");
    for (String path : paths.names()) {
      if (path.startsWith("/v1/")) {
        JsonObject operations = paths.object(path);
        for (String method : operations.names()) {
          if (!method.equals("parameters")) {
            routes.add(route(method, path, operations.object(method).object("responses")));
          }
        }
      }
    }
    assertThat(RegistryPage.rows("Route").stream().map(row -> row.subList(0, 2)))
        .containsExactlyInAnyOrderElementsOf(routes);
  }

  private static List<String> route(String method, String path, JsonObject responses) {
    return List.of(
        "`" + method.toUpperCase(Locale.ROOT) + " " + path + "`",
        responses.names().stream()
            .filter(code -> !code.equals("default"))
            .collect(Collectors.joining(", ")));
  }
}
