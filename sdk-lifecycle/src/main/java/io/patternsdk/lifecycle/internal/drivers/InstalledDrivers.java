package io.patternsdk.lifecycle.internal.drivers;

import io.patternsdk.core.driver.CoreVersion;
import io.patternsdk.core.driver.DriverRelease;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * The drivers that a program brings along: the jars of each and of its client lie in {@code
 * drivers/<name>} of the program's directory, and those alone are used that the configuration
 * names.
 *
 * @param home the program's directory; null where the program is one jar, or part of another
 */
public record InstalledDrivers(@Nullable Path home) {
  /** The system property with the program's directory. */
  public static final String HOME = "patternsdk.home";

  /** Those of this program. */
  public static InstalledDrivers here() {
    String home = System.getProperty(HOME, "");
    return new InstalledDrivers(home.isEmpty() ? null : Path.of(home));
  }

  public static InstalledDrivers none() {
    return new InstalledDrivers(null);
  }

  /** Their names, sorted; a directory without jars is none. */
  public NavigableSet<String> names() {
    NavigableSet<String> names = new TreeSet<>();
    Path drivers = home == null ? null : home.resolve("drivers");
    if (drivers != null && Files.isDirectory(drivers)) {
      for (Path directory : list(drivers, "*")) {
        if (!list(directory, "*.jar").isEmpty()) {
          names.add(String.valueOf(directory.getFileName()));
        }
      }
    }
    return names;
  }

  /** Where the jars of the driver of a name are, or belong; empty where there is no such place. */
  public Optional<Path> directory(String driver) {
    return Optional.ofNullable(home).map(at -> at.resolve("drivers").resolve(driver));
  }

  /** The jars of an installed driver, sorted by name. */
  public List<Path> jars(String driver) {
    return directory(driver).map(directory -> list(directory, "*.jar")).orElse(List.of());
  }

  /** The jars that all drivers share, sorted by name. */
  public List<Path> shared() {
    return home == null ? List.of() : list(home.resolve("lib"), "*.jar");
  }

  /** What the jars of a driver say of it, in one line; nothing of it is loaded. */
  public String line(String driver) {
    try {
      return "driver " + driver + " " + described(driver);
    } catch (IllegalArgumentException e) {
      return "driver " + driver + " describes itself wrongly: " + e.getMessage();
    }
  }

  private String described(String driver) {
    DriverRelease release = release(driver);
    String version = release.version().isEmpty() ? "of unknown version" : release.version();
    boolean fits =
        release.core().isEmpty() || CoreVersion.in(CoreVersion.current(), release.core());
    return fits ? version : version + ", which needs a core in " + release.core();
  }

  private DriverRelease release(String driver) {
    for (Path jar : jars(driver)) {
      try (JarFile opened = new JarFile(jar.toFile())) {
        ZipEntry entry = opened.getEntry(DriverRelease.resourceOf(driver));
        if (entry != null) {
          try (InputStream in = opened.getInputStream(entry)) {
            return DriverRelease.read(in);
          }
        }
      } catch (IOException e) {
        throw new IllegalArgumentException(jar + " cannot be read: " + e.getMessage(), e);
      }
    }
    return new DriverRelease("", "", "", "", List.of());
  }

  private static List<Path> list(Path directory, String pattern) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, pattern)) {
      stream.forEach(found::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Collections.sort(found);
    return found;
  }
}
