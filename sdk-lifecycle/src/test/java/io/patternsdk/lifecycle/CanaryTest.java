package io.patternsdk.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.lifecycle.config.LoggingConfig;
import io.patternsdk.lifecycle.config.ReferencePage;
import io.patternsdk.lifecycle.config.ReferencePage.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes from a placeholder is fed to every key, and looked for in everything that is said. */
class CanaryTest {
  private static final String CANARY = "canary-7f3d9b";

  private final Stage stage = new Stage();
  private final Logger root = Logger.getLogger("");
  private List<Handler> handlersBefore;
  private java.util.logging.Level levelBefore;

  @TempDir private Path directory;

  @BeforeEach
  void setUp() throws IOException {
    handlersBefore = List.of(root.getHandlers());
    levelBefore = root.getLevel();
    Files.writeString(directory.resolve(CANARY), CANARY);
    stage.with(new FakeBackend("embedded"));
    stage.variables.put("CANARY", CANARY);
    stage.variables.put("USER_AND_HOST", "u:" + CANARY + "@" + CANARY + ":99999");
    stage.variables.put("LINES", "first\n" + CANARY + "\u001b[31m");
    stage.variables.put("DIRECTORY", directory.toString());
  }

  @AfterEach
  void restoreLog() {
    List.of(root.getHandlers()).forEach(root::removeHandler);
    handlersBefore.forEach(root::addHandler);
    root.setLevel(levelBefore);
  }

  static Stream<Key> keys() {
    return ReferencePage.keys().stream();
  }

  /** Each way to write it: alone, as a part, as a default, from a file, in a list, in a section. */
  private List<String> written() {
    return List.of(
        "'${CANARY}'",
        "'a${CANARY}, b'",
        "'${NONE:${CANARY}}'",
        "'${file:${DIRECTORY}/${CANARY}}'",
        "'${file:/nowhere/${CANARY}}'",
        "'redis://${USER_AND_HOST}/x?${CANARY}'",
        "'${LINES}'",
        "['${CANARY}', '${CANARY}']",
        "{x: '${CANARY}'}");
  }

  @ParameterizedTest
  @MethodSource("keys")
  void noKeyShowsIt(Key key) {
    for (String value : written()) {
      String file = key.file(value).replace("multicast-registry", "fake");
      int exit = run("validate", file);
      assertThat(exit).as(said()).isIn(0, 78);
      if (exit == 0) {
        run("--test-startup", file);
      }
      assertThat(said()).as(file).doesNotContain(CANARY).doesNotContain("\tat ");
    }
  }

  /** Everything that takes any text at all has it, and so the program starts. */
  @ParameterizedTest
  @EnumSource(LoggingConfig.Level.class)
  void noLevelShowsIt(LoggingConfig.Level level) {
    stage.fake.health =
        () -> {
          System.getLogger("io.lettuce.core.protocol").log(System.Logger.Level.TRACE, CANARY);
          System.getLogger("some.library").log(System.Logger.Level.ERROR, "AUTH " + CANARY);
          throw new IllegalStateException("refused " + CANARY, new RuntimeException(CANARY));
        };
    for (LoggingConfig.Format format : LoggingConfig.Format.values()) {
      String file =
          """
          pattern:
            name: fake
            version: ${CANARY}
            slots: {registry: {description: "${CANARY}", backend: main}}
          backends:
            main: {driver: fake, namespace: "${CANARY}"}
          http: {token: "${CANARY}"}
          observability:
            tracing: {enabled: false, endpoint: "${CANARY}:4317"}
            logging: {level: %s, format: %s}
          """
              .formatted(level, format)
              .toLowerCase(Locale.ROOT)
              .replace("${canary}", "${CANARY}");
      run("--test-startup", file);
      assertThat(said()).doesNotContain(CANARY);
    }
    assertThat(said()).contains("slot registry is down");
  }

  @Test
  void whatCannotBeStartedShowsItNeither() {
    for (String wrong :
        List.of(
            "fake: {backends: {registry: {driver: '${CANARY}'}}}",
            "fake: {slots: {registry: {backend: '${CANARY}'}}, backends: {registry: {driver:"
                + " fake}}}",
            "fake: {slots: {registry: {backends: ['${CANARY}']}}}",
            "fake: {slots: {registry: {required_interfaces: '${CANARY}'}}}",
            "fake: {settings: {batch_size: '${CANARY}', other: '${CANARY}'}}",
            "pattern: {name: '${CANARY}'}")) {
      assertThat(run("validate", wrong)).isEqualTo(78);
      assertThat(said()).contains("${CANARY}").doesNotContain(CANARY);
    }
  }

  private int run(String mode, String yaml) {
    return stage.runner().run(mode, "--dev", "--config", Stage.file(directory, yaml).toString());
  }

  private String said() {
    return stage.out() + stage.err();
  }
}
