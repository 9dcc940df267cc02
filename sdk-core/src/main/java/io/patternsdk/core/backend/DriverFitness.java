package io.patternsdk.core.backend;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.driver.CoreVersion;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.core.driver.DriverRelease;

/** Whether a driver can work here at all, as far as its jar tells. */
final class DriverFitness {
  private DriverFitness() {}

  /** Refuses a driver for another core, or without its client. */
  static void check(DriverProvider provider) {
    DriverRelease release = release(provider);
    if (!release.core().isEmpty() && !fits(provider, release)) {
      throw ConfigException.of(
          driver(provider)
              + release.version()
              + " needs a core in "
              + release.core()
              + " and this is "
              + CoreVersion.current(),
          "use a release of " + DriverScan.origin(provider) + " that fits");
    }
    if (!release.needs().isEmpty()) {
      try {
        Class.forName(release.needs(), false, provider.getClass().getClassLoader());
      } catch (ClassNotFoundException | LinkageError e) {
        throw missing(provider, release.needs());
      }
    }
  }

  /** Says which class is missing. */
  static ConfigException incomplete(DriverProvider provider, LinkageError error) {
    ConfigException wrong = missing(provider, String.valueOf(error.getMessage()).replace('/', '.'));
    wrong.addSuppressed(error);
    return wrong;
  }

  private static ConfigException missing(DriverProvider provider, String name) {
    return ConfigException.of(
        driver(provider) + "cannot be used without the class " + name,
        "put its client beside " + DriverScan.origin(provider));
  }

  private static DriverRelease release(DriverProvider provider) {
    try {
      return DriverRelease.of(provider);
    } catch (IllegalArgumentException e) {
      throw malformed(provider, String.valueOf(e.getMessage()));
    }
  }

  private static boolean fits(DriverProvider provider, DriverRelease release) {
    try {
      return CoreVersion.in(CoreVersion.current(), release.core());
    } catch (IllegalArgumentException e) {
      throw malformed(provider, "core range \"" + release.core() + "\"");
    }
  }

  private static ConfigException malformed(DriverProvider provider, String what) {
    return ConfigException.of(
        driver(provider) + "describes itself wrongly: " + what,
        "expected a range such as [0.1,0.2) in "
            + DriverRelease.resource(provider)
            + " of "
            + DriverScan.origin(provider));
  }

  private static String driver(DriverProvider provider) {
    return "driver " + provider.name() + " ";
  }
}
