package io.patternsdk.lifecycle.internal.drivers;

import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.driver.CoreVersion;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.core.driver.DriverRelease;
import io.patternsdk.core.pattern.PatternProvider;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The versions of everything that runs. */
public final class Versions {

  private Versions() {}

  /** One line for each: pattern, SDK, JVM, and each driver that is loaded or installed. */
  public static String of(
      PatternProvider<?> provider, DriverRegistry drivers, InstalledDrivers installed) {
    StringBuilder text = new StringBuilder();
    text.append(pattern(provider)).append('\n');
    text.append("pattern SDK ").append(CoreVersion.current()).append('\n');
    text.append("java ").append(Runtime.version()).append('\n');
    NavigableMap<String, String> lines = new TreeMap<>();
    installed.names().forEach(driver -> lines.put(driver, installed.line(driver)));
    drivers.providers().forEach(driver -> lines.put(driver.name(), line(driver)));
    lines.values().forEach(line -> text.append(line).append('\n'));
    drivers.broken().forEach(jar -> text.append(jar).append('\n'));
    return text.toString();
  }

  private static String line(DriverProvider driver) {
    return "driver " + driver.name() + " " + orUnknown(release(driver));
  }

  private static String release(DriverProvider driver) {
    try {
      return DriverRelease.of(driver).version();
    } catch (IllegalArgumentException e) {
      return ""; // its description is malformed, which is an error where it is used
    }
  }

  /** The pattern with the version of the jar that it came from. */
  public static String pattern(PatternProvider<?> provider) {
    return provider.name()
        + " "
        + orUnknown(provider.getClass().getPackage().getImplementationVersion());
  }

  /** The pattern, and what it runs on, in one line. */
  public static String line(PatternProvider<?> provider) {
    return pattern(provider)
        + " on pattern SDK "
        + CoreVersion.current()
        + ", java "
        + Runtime.version();
  }

  private static String orUnknown(@Nullable String version) {
    return version == null || version.isEmpty() ? "of unknown version" : version;
  }
}
