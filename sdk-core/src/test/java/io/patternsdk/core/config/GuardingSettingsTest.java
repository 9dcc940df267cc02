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
import org.junit.jupiter.params.provider.ValueSource;

class GuardingSettingsTest {

  /** Every way to read a setting whose absence would open something. */
  private static final Map<String, Function<Settings, @Nullable Object>> READERS =
      Map.of(
          "a secret", s -> s.secret("x").orNull(),
          "addresses", s -> s.addresses("x", "redis").orNull(),
          "a section", s -> s.section("x"),
          "a section for another reader", s -> s.deferred("x").read(inner -> 0),
          "sections", s -> s.sections("x"),
          "a list of sections", s -> s.sectionList("x"),
          "a text that guards", s -> s.string("x").guarding().orNull(),
          "a path that guards", s -> s.path("x").guarding().located().orNull(),
          "an alias", s -> s.string("y").guarding().alias("x").orNull());

  @ParameterizedTest
  @ValueSource(
      strings = {"${NONE:}", "${EMPTY:}", "${EMPTY}", "${NONE:${EMPTY}}", "${EMPTY}${NONE:}"})
  void noPlaceholderLeavesItOut(String empty) {
    READERS.forEach(
        (name, reader) -> {
          Settings s =
              Settings.of(
                  SettingsNode.Mapping.of(Map.of("x", empty)),
                  Placeholders.of(Map.of("EMPTY", "")));
          assertThatThrownBy(() -> s.read(reader))
              .as(name)
              .isInstanceOf(ConfigException.class)
              .hasMessageStartingWith("code: x");
        });
  }

  @Test
  void itMayBeLeftOutInTheFile() {
    Settings s = Settings.empty();
    List.of("a secret", "a text that guards", "a section")
        .forEach(name -> s.read(READERS.get(name)));
    assertThat(s.problems().isEmpty()).isTrue();
  }

  @Test
  void aFileThatIsEmptyOrBlankIsNoSecret(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("token"), " \n");
    Settings s =
        Settings.of(
            SettingsNode.Mapping.of(Map.of("x", "${file:" + file + "}")),
            Placeholders.of(Map.of()));
    assertThatThrownBy(() -> s.read(settings -> settings.secret("x").optional()))
        .hasMessage(
            "code: x is empty after expansion of ${file:"
                + file
                + "}; leave it out where there is to be none");
  }

  @Test
  void aSecretThatIsEmptyLaterIsRefusedLater(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("token"), "first");
    Settings s =
        Settings.of(
            SettingsNode.Mapping.of(Map.of("x", "${file:" + file + "}")),
            Placeholders.of(Map.of()));
    Secret secret = s.secret("x").required();
    Files.writeString(file, "\n");
    assertThatThrownBy(secret::reveal).isInstanceOf(ConfigException.class);
    Files.writeString(file, "second");
    assertThat(secret.reveal()).isEqualTo("second");
  }
}
