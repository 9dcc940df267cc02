package io.patternsdk.lifecycle;

import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Location;
import io.patternsdk.core.config.Problem;
import io.patternsdk.core.driver.DriverProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Drivers in the jars of a directory, beside those of the class path. */
final class DriverJars {

  private DriverJars() {}

  /**
   * Returns the registry with the drivers of a directory, whose jars see the class path and each
   * other. A driver that the registry has already is an error, as it is on the class path; one that
   * cannot be loaded is among the broken ones.
   *
   * @throws ConfigException if the directory cannot be read, holds no jar or no driver, or has a
   *     driver of a name that is taken
   */
  static DriverRegistry add(DriverRegistry registry, Path directory) {
    // Never closed: the drivers are used until the process ends.
    URLClassLoader loader =
        new URLClassLoader(
            "drivers", jars(directory), Thread.currentThread().getContextClassLoader());
    DriverRegistry found = DriverRegistry.load(loader);
    DriverRegistry more = registry;
    for (DriverProvider provider : found.providers()) {
      if (provider.getClass().getClassLoader() == loader) {
        more = more.with(provider);
      }
    }
    if (more == registry && found.broken().isEmpty()) {
      throw wrong(directory, "has no driver in its jars", "expected a jar that provides one");
    }
    return more.withBroken(found.broken());
  }

  private static URL[] jars(Path directory) {
    List<URL> jars = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      throw wrong(directory, "is no directory", "expected a directory with jars of drivers");
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.jar")) {
      for (Path jar : found) {
        jars.add(jar.toUri().toURL());
      }
    } catch (IOException e) {
      throw wrong(directory, "cannot be read: " + e.getMessage(), "");
    }
    return jars.toArray(URL[]::new);
  }

  private static ConfigException wrong(Path directory, String what, String fix) {
    return new ConfigException(
        List.of(new Problem(Location.whole("command line"), "--drivers " + directory, what, fix)));
  }
}
