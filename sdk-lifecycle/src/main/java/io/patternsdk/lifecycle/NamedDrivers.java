package io.patternsdk.lifecycle;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Placeholders;
import io.patternsdk.core.config.Placeholders.Environment;
import io.patternsdk.core.config.Problems;
import io.patternsdk.core.config.Settings;
import io.patternsdk.lifecycle.yaml.YamlFile;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The drivers that a command line and its configuration name, whatever else is wrong with them. */
final class NamedDrivers {
  private NamedDrivers() {}

  static NavigableSet<String> of(Environment environment, String... args) {
    NavigableSet<String> named = new TreeSet<>();
    try {
      CommandLine line = CommandLine.parse(args);
      if (line.dev()) {
        named.add(Planner.EMBEDDED);
      }
      ConfigFile.path(line, environment).ifPresent(file -> addAll(named, file, environment));
    } catch (ConfigException e) {
      return named; // which the program finds as well, and says
    }
    return named;
  }

  /** Backends stand at the root, or in the section of the pattern. */
  private static void addAll(NavigableSet<String> named, Path file, Environment environment) {
    Problems unsaid = new Problems();
    Settings root = Settings.of(YamlFile.read(file, unsaid), Placeholders.of(environment), unsaid);
    addAll(named, root);
    root.names().stream()
        .filter(name -> !name.equals("backends"))
        .forEach(name -> addAll(named, root.section(name)));
  }

  private static void addAll(NavigableSet<String> named, Settings section) {
    section.sections("backends").values().stream()
        .flatMap(backend -> backend.string("driver").optional().stream())
        .forEach(named::add);
  }
}
