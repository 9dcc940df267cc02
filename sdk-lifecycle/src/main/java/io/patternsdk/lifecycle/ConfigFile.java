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
import io.patternsdk.lifecycle.yaml.YamlFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

  private static SettingsNode.Mapping root(
      CommandLine line, String pattern, Environment environment, Problems problems) {
    String variable = environment.variable(VARIABLE);
    if (line.config().isPresent()) {
      return YamlFile.read(line.config().get(), problems);
    }
    if (variable != null && !variable.isBlank()) {
      return YamlFile.read(Path.of(variable), problems);
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
