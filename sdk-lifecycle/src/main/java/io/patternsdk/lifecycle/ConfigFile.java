package io.patternsdk.lifecycle;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Location;
import io.patternsdk.core.config.Placeholders;
import io.patternsdk.core.config.Placeholders.Environment;
import io.patternsdk.core.config.Problem;
import io.patternsdk.core.config.Problems;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.config.SettingsNode;
import io.patternsdk.lifecycle.config.RunnerConfig;
import io.patternsdk.lifecycle.internal.yaml.YamlFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the configuration that a command line means. */
final class ConfigFile {
  private static final String VARIABLE = "PATTERN_CONFIG";

  private ConfigFile() {}

  /**
   * Reads it; what is wrong is noted.
   *
   * @throws ConfigException if there is none, or it cannot be read at all
   */
  static RunnerConfig read(
      CommandLine line,
      String pattern,
      Environment environment,
      Placeholders placeholders,
      Problems problems) {
    Settings root = Settings.of(root(line, pattern, environment, problems), placeholders, problems);
    return RunnerConfig.from(root, Set.of(pattern));
  }

  /** The file that is meant; empty where none is named. */
  static Optional<Path> path(CommandLine line, Environment environment) {
    String variable = environment.variable(VARIABLE);
    return line.config()
        .or(
            () ->
                variable == null || variable.isBlank()
                    ? Optional.empty()
                    : Optional.of(Path.of(variable)));
  }

  private static SettingsNode.Mapping root(
      CommandLine line, String pattern, Environment environment, Problems problems) {
    Optional<Path> file = path(line, environment);
    if (file.isPresent()) {
      return YamlFile.read(file.get(), problems);
    }
    if (line.dev()) {
      return SettingsNode.Mapping.of(Map.of("pattern", Map.of("name", pattern)));
    }
    throw new ConfigException(
        List.of(
            new Problem(
                Location.whole("command line"),
                "",
                "there is no configuration",
                "give --config FILE, set " + VARIABLE + ", or try --dev")));
  }
}
