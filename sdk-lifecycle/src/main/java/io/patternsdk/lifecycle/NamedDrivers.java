package io.patternsdk.lifecycle;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Placeholders;
import io.patternsdk.core.config.Placeholders.Environment;
import io.patternsdk.core.config.Problems;
import io.patternsdk.core.config.Settings;
import io.patternsdk.lifecycle.internal.yaml.YamlFile;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The drivers that a command line and its configuration name, whatever else is wrong with them.
 *
 * @param names their names
 * @param json whether the log is to be JSON
 */
record NamedDrivers(NavigableSet<String> names, boolean json) {

  static NamedDrivers of(Environment environment, String... args) {
    NavigableSet<String> names = new TreeSet<>();
    boolean json = false;
    try {
      CommandLine line = CommandLine.parse(args);
      if (line.dev()) {
        names.add(Planner.EMBEDDED);
      }
      Optional<Path> file = ConfigFile.path(line, environment);
      if (file.isPresent()) {
        Settings root = read(file.get(), environment);
        addAll(names, root);
        json = json(root);
      }
    } catch (ConfigException e) {
      return new NamedDrivers(names, json); // which the program finds as well, and says
    }
    return new NamedDrivers(names, json);
  }

  private static Settings read(Path file, Environment environment) {
    Problems unsaid = new Problems();
    return Settings.of(YamlFile.read(file, unsaid), Placeholders.of(environment), unsaid);
  }

  private static boolean json(Settings root) {
    Settings logging = root.section("observability").section("logging");
    return logging.string("format").optional().filter("json"::equalsIgnoreCase).isPresent();
  }

  /** Backends stand at the root, or in the section of the pattern. */
  private static void addAll(NavigableSet<String> names, Settings root) {
    addThose(names, root);
    root.names().stream()
        .filter(name -> !name.equals("backends"))
        .forEach(name -> addThose(names, root.section(name)));
  }

  private static void addThose(NavigableSet<String> names, Settings section) {
    section.sections("backends").values().stream()
        .flatMap(backend -> backend.string("driver").optional().stream())
        .forEach(names::add);
  }
}
