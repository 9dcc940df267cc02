package io.patternsdk.lifecycle.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.config.Placeholders;
import io.patternsdk.core.config.Problems;
import io.patternsdk.core.config.Settings;
import io.patternsdk.lifecycle.internal.yaml.YamlFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Configurations written in tests. */
final class Texts {

  static final Placeholders NO_VARIABLES = Placeholders.of(Map.of());

  private Texts() {}

  static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(Texts.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The configuration in a text without problems. */
  static RunnerConfig config(String yaml) {
    Problems problems = new Problems();
    RunnerConfig config = read(yaml, problems);
    problems.throwIfAny();
    return config;
  }

  /** The problems of a text, one a line. */
  static String problems(String yaml) {
    Problems problems = new Problems();
    read(yaml, problems);
    return String.join("\n", problems.all().stream().map(Object::toString).toList());
  }

  private static RunnerConfig read(String yaml, Problems problems) {
    Settings root = Settings.of(YamlFile.parse(yaml, "c.yaml", problems), NO_VARIABLES, problems);
    return RunnerConfig.from(root, Set.of("multicast-registry"));
  }
}
