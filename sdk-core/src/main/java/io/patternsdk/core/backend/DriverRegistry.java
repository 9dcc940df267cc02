package io.patternsdk.core.backend;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Problem;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverProvider;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The drivers that can be opened by name: those found on the class path and those added from code.
 * Immutable.
 */
public final class DriverRegistry {
  private final Map<String, DriverProvider> providers;
  private final List<Problem> broken;

  private DriverRegistry(Map<String, DriverProvider> providers, List<Problem> broken) {
    this.providers = Collections.unmodifiableMap(providers);
    this.broken = List.copyOf(broken);
  }

  /** Returns the drivers that the class loader of the calling thread sees. */
  public static DriverRegistry load() {
    return load(Thread.currentThread().getContextClassLoader());
  }

  /**
   * Returns the drivers that a class loader sees. One that cannot be loaded is left out, and {@link
   * #broken} says why.
   *
   * @throws ConfigException naming both jars if two drivers have one name
   */
  public static DriverRegistry load(ClassLoader loader) {
    DriverScan scan = DriverScan.of(loader);
    Map<String, DriverProvider> found = new TreeMap<>();
    for (DriverProvider provider : scan.found()) {
      DriverProvider other = found.put(provider.name(), provider);
      if (other != null) {
        throw ConfigException.of(
            "two drivers are named " + provider.name(),
            "keep one of " + DriverScan.origin(other) + " and " + DriverScan.origin(provider));
      }
    }
    return new DriverRegistry(found, scan.broken());
  }

  /** Returns a registry without any driver. */
  public static DriverRegistry empty() {
    return new DriverRegistry(new TreeMap<>(), List.of());
  }

  /** Returns what is wrong with the jars whose drivers could not be loaded, jar by jar. */
  public List<Problem> broken() {
    return broken;
  }

  /** Returns this registry with what is wrong with more jars. */
  public DriverRegistry withBroken(List<Problem> more) {
    return new DriverRegistry(
        new TreeMap<>(providers),
        Stream.concat(broken.stream(), more.stream()).distinct().toList());
  }

  /** Returns this registry with one more driver, which replaces one of the same name. */
  public DriverRegistry with(DriverProvider provider) {
    return with(provider.name(), provider);
  }

  /** Returns this registry with a driver under a name, in place of one that had it. */
  public DriverRegistry with(String name, DriverProvider provider) {
    Map<String, DriverProvider> more = new TreeMap<>(providers);
    more.put(name, provider);
    return new DriverRegistry(more, broken);
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
    DriverFitness.check(provider);
    DriverContext context = options.toContext();
    try {
      return Backend.of(provider.open(context), context);
    } catch (LinkageError e) {
      throw DriverFitness.incomplete(provider, e);
    }
  }

  /**
   * Finds out without connecting what would keep a driver from being opened: that it is of another
   * version of the core, that the client it needs is not there, or that its settings are wrong.
   * There is nothing to find out about a driver that is not here.
   *
   * @throws ConfigException with what is wrong
   */
  public void check(String driver, BackendOptions options) {
    find(driver)
        .ifPresent(
            provider -> {
              DriverFitness.check(provider);
              try {
                provider.check(options.toContext());
              } catch (LinkageError e) {
                throw DriverFitness.incomplete(provider, e);
              }
            });
  }
}
