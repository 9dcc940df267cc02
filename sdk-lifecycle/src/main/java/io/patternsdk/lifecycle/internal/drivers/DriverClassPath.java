package io.patternsdk.lifecycle.internal.drivers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * Installed drivers on one class path, as far as they agree on their libraries.
 *
 * @param jars what goes behind the program and its libraries
 * @param drivers whose jars these are, sorted
 * @param apart the drivers that need another version of a library, and which
 */
public record DriverClassPath(List<Path> jars, List<String> drivers, Map<String, String> apart) {

  /** Of those named, the drivers that are installed. */
  public static DriverClassPath of(InstalledDrivers installed, NavigableSet<String> named) {
    LibraryVersions versions = new LibraryVersions(installed.shared());
    List<Path> jars = new ArrayList<>();
    List<String> drivers = new ArrayList<>();
    Map<String, String> apart = new LinkedHashMap<>();
    for (String driver : installed.names()) {
      if (named.contains(driver)) {
        List<Path> own = installed.jars(driver);
        Optional<String> difference = versions.add(own);
        if (difference.isPresent()) {
          apart.put(driver, difference.get());
        } else {
          jars.addAll(own);
          drivers.add(driver);
        }
      }
    }
    return new DriverClassPath(jars, drivers, apart);
  }
}
