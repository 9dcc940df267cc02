package io.patternsdk.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.pattern.Slot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/sessions.md says what the code does. */
class SessionsPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();

  static List<List<String>> rows(String first) {
    try (Stream<String> lines = Files.lines(PAGE.resolve("docs/sessions.md"))) {
      return lines
          .dropWhile(line -> !line.startsWith("| " + first + " |"))
          .skip(2)
          .takeWhile(line -> line.startsWith("|"))
          .map(line -> Stream.of(line.split("\\|", -1)).map(String::strip).toList())
          .map(cells -> cells.subList(1, cells.size() - 1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<List<String>> settings() {
    return rows("Setting").stream()
        .map(row -> row.stream().map(cell -> cell.replaceAll("^`|`$", "")).toList())
        .toList();
  }

  private static Map<String, Object> with(String name, Object value) {
    Map<String, Object> values =
        new HashMap<>(Map.of("secret", Stores.SECRET, "keys", Map.of("k1", "1".repeat(64))));
    values.put(name, value instanceof String text ? section(text) : value);
    return values;
  }

  /** Returns a section where it is one of one line. */
  private static Object section(String text) {
    String[] named = text.split(": ", 2);
    return named.length == 1 ? text : Map.of(named[0], named[1]);
  }

  private static String read(Map<String, Object> values) {
    SessionSettings read = Settings.of(values).read(SessionSettings::from);
    return read.toString() + read.secret().reveal() + read.formerSecret().isPresent();
  }

  private static String problems(String name, Object value) {
    return String.valueOf(
        catchThrowableOfType(ConfigException.class, () -> read(with(name, value))).getMessage());
  }

  @Test
  void everySettingIsDocumentedAndNoOther() {
    String known = problems("zzz999", 1).replaceAll("(?s).*known: ([a-z_, ]*).*", "$1");
    assertThat(settings().stream().map(List::getFirst))
        .containsExactlyInAnyOrder(known.strip().split(", "));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void valueDefaultAndExampleAreRight(List<String> row) {
    String name = row.get(0);
    assertThat(problems(name, Map.of("a", 1))).contains("expected " + row.get(1));
    if (!row.get(2).equals("none")) {
      assertThat(read(with(name, row.get(2)))).isEqualTo(read(with("secret", Stores.SECRET)));
    }
    assertThat(read(with(name, row.get(4)))).isNotEqualTo(read(with("secret", Stores.SECRET)));
  }

  @Test
  void theBuilderHasAMethodForEachSetting() {
    List<String> methods =
        Stream.of(SessionStoreBuilder.class.getDeclaredMethods())
            .map(method -> method.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
            .toList();
    assertThat(methods).containsAll(settings().stream().map(List::getFirst).toList());
  }

  @Test
  void theSlotsAreThose() {
    assertThat(rows("Slot"))
        .containsExactlyElementsOf(
            new SessionStoreProvider().slots().stream().map(SessionsPageTest::row).toList());
  }

  private static List<String> row(Slot slot) {
    return List.of(
        "`" + slot.name() + "`",
        slot.arity().name().toLowerCase(Locale.ROOT),
        names(slot.required()),
        names(slot.choice()));
  }

  @Test
  void theRoutesAreThose() throws IOException {
    Path file =
        PAGE.resolve(
            "apps/session-store/src/main/resources/io/patternsdk/app/session/openapi.json");
    List<String> described = new ArrayList<>();
    JsonObject.parse(Files.readAllBytes(file))
        .object("paths")
        .forEach(
            (path, item) -> {
              for (String method : List.of("get", "post", "put", "delete")) {
                if (path.startsWith("/v1/") && item.asObject().has(method)) {
                  described.add(
                      "`%s %s` %s"
                          .formatted(
                              method.toUpperCase(Locale.ROOT),
                              path,
                              answers(item.asObject().object(method))));
                }
              }
            });
    assertThat(rows("Route").stream().map(row -> row.get(0) + " " + row.get(1)))
        .containsExactlyInAnyOrderElementsOf(described);
  }

  private static String answers(JsonObject operation) {
    return operation.object("responses").names().stream()
        .filter(status -> !status.equals("default"))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String names(Collection<? extends Capability<?>> capabilities) {
    return capabilities.stream()
        .map(capability -> "`" + capability.name() + "`")
        .collect(Collectors.joining(", "));
  }
}
