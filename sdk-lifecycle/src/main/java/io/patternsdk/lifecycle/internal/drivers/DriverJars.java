package io.patternsdk.lifecycle.internal.drivers;

import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Location;
import io.patternsdk.core.config.Problem;
import io.patternsdk.core.driver.DriverProvider;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Drivers in jars beside those of the class path. */
public final class DriverJars {

  private DriverJars() {}

  /**
   * Returns the registry with the drivers of a directory, whose jars see the class path and each
   * other. A driver that the registry has already is an error, as it is on the class path; one that
   * cannot be loaded is among the broken ones.
   *
   * @throws ConfigException if the directory cannot be read, holds no jar or no driver, or has a
   *     driver of a name that is taken
   */
  public static DriverRegistry add(DriverRegistry registry, Path directory) {
    DriverRegistry more = load(registry, "drivers", jars(directory));
    if (more.names().equals(registry.names()) && more.broken().equals(registry.broken())) {
      throw wrong(directory, "has no driver in its jars", "expected a jar that provides one");
    }
    return more;
  }

  /** Returns the registry with an installed driver, loaded from its own jars. */
  public static DriverRegistry add(
      DriverRegistry registry, InstalledDrivers installed, String driver) {
    return load(registry, "driver " + driver, installed.jars(driver));
  }

  private static DriverRegistry load(DriverRegistry registry, String name, List<Path> jars) {
    // Never closed: the drivers are used until the process ends.
    DriverLoader loader =
        new DriverLoader(name, jars, Thread.currentThread().getContextClassLoader());
    DriverRegistry found = DriverRegistry.load(loader);
    DriverRegistry more = registry;
    for (DriverProvider provider : found.providers()) {
      if (provider.getClass().getClassLoader() == loader) {
        if (registry.find(provider.name()).isPresent()) {
          throw ConfigException.of(
              "two drivers are named " + provider.name(),
              "keep one of that on the class path and that of " + jars.getFirst().getParent());
        }
        more = more.with(provider);
      }
    }
    return more.withBroken(found.broken());
  }

  private static List<Path> jars(Path directory) {
    List<Path> jars = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      throw wrong(directory, "is no directory", "expected a directory with jars of drivers");
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.jar")) {
      found.forEach(jars::add);
    } catch (IOException e) {
      throw wrong(directory, "cannot be read: " + e.getMessage(), "");
    }
    return jars;
  }

  private static ConfigException wrong(Path directory, String what, String fix) {
    return new ConfigException(
        List.of(new Problem(Location.whole("command line"), "--drivers " + directory, what, fix)));
  }
}
