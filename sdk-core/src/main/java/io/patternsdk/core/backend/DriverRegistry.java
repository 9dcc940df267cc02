package io.patternsdk.core.backend;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.driver.CoreVersion;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.core.driver.DriverRelease;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/**
 * The drivers that can be opened by name: those found on the class path and those added from code.
 * Immutable.
 */
public final class DriverRegistry {
  private final Map<String, DriverProvider> providers;

  private DriverRegistry(Map<String, DriverProvider> providers) {
    this.providers = Collections.unmodifiableMap(providers);
  }

  /** Returns the drivers that the class loader of the calling thread sees. */
  public static DriverRegistry load() {
    return load(Thread.currentThread().getContextClassLoader());
  }

  /**
   * Returns the drivers that a class loader sees.
   *
   * @throws ConfigException naming both jars if two drivers have one name
   */
  public static DriverRegistry load(ClassLoader loader) {
    Map<String, DriverProvider> found = new TreeMap<>();
    for (DriverProvider provider : ServiceLoader.load(DriverProvider.class, loader)) {
      DriverProvider other = found.put(provider.name(), provider);
      if (other != null) {
        throw ConfigException.of(
            "two drivers are named " + provider.name(),
            "keep one of " + origin(other) + " and " + origin(provider));
      }
    }
    return new DriverRegistry(found);
  }

  /** Returns a registry without any driver. */
  public static DriverRegistry empty() {
    return new DriverRegistry(new TreeMap<>());
  }

  /** Returns this registry with one more driver, which replaces one of the same name. */
  public DriverRegistry with(DriverProvider provider) {
    return with(provider.name(), provider);
  }

  /** Returns this registry with a driver under a name, in place of one that had it. */
  public DriverRegistry with(String name, DriverProvider provider) {
    Map<String, DriverProvider> more = new TreeMap<>(providers);
    more.put(name, provider);
    return new DriverRegistry(more);
  }

  /** Returns the names of the drivers, sorted. */
  public Set<String> names() {
    return providers.keySet();
  }

  /** Returns the drivers, in order of name. */
  public Collection<DriverProvider> providers() {
    return providers.values();
  }

  /** Returns the driver of this name; empty if there is none. */
  public Optional<DriverProvider> find(String name) {
    return Optional.ofNullable(providers.get(name));
  }

  /**
   * Opens a driver with its defaults.
   *
   * @see #open(String, BackendOptions)
   */
  public Backend open(String driver) {
    return open(driver, BackendOptions.named(driver));
  }

  /**
   * Opens a driver; the caller closes the backend.
   *
   * @throws ConfigException if there is no such driver, it needs another version of the core, or a
   *     setting is wrong or unknown
   * @throws io.patternsdk.core.OperationException if the backend cannot be used
   */
  public Backend open(String driver, BackendOptions options) {
    DriverProvider provider =
        find(driver)
            .orElseThrow(
                () ->
                    ConfigException.of(
                        "no driver is named " + driver,
                        providers.isEmpty()
                            ? "put a driver's jar on the class path"
                            : "found " + String.join(", ", names())));
    checkCore(provider);
    DriverContext context = options.toContext();
    return Backend.of(provider.open(context), context);
  }

  private static void checkCore(DriverProvider provider) {
    DriverRelease release = DriverRelease.of(provider);
    if (!release.core().isEmpty() && !CoreVersion.in(CoreVersion.current(), release.core())) {
      throw ConfigException.of(
          "driver "
              + provider.name()
              + " "
              + release.version()
              + " needs a core in "
              + release.core()
              + " and this is "
              + CoreVersion.current(),
          "use a release of " + origin(provider) + " that fits");
    }
  }

  private static String origin(DriverProvider provider) {
    var source = provider.getClass().getProtectionDomain().getCodeSource();
    return source == null ? provider.getClass().getName() : source.getLocation().toString();
  }
}
