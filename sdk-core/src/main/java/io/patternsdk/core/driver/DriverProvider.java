package io.patternsdk.core.driver;

import java.util.Set;

/**
 * Makes one kind of backend available by name; found by {@link java.util.ServiceLoader}. It has a
 * public constructor without parameters that does nothing.
 *
 * <p>A release of a driver describes itself in the resource {@code
 * META-INF/io.patternsdk/driver-<name>.properties} with {@code version}, {@code core}, the range of
 * core versions that it needs, such as {@code [0.1,0.2)}, and {@code client}, if it has one, with
 * that one's version.
 */
public interface DriverProvider {

  /** Returns the name that configuration uses, such as {@code redis}. */
  String name();

  /** Returns the names of the capabilities that it can offer on the best of servers. */
  Set<String> canOffer();

  /**
   * Reads the settings without connecting, so that a wrong one is reported together with all others
   * and before anything is opened. Checks nothing by default.
   *
   * @throws io.patternsdk.core.config.ConfigException if a setting is wrong, with all problems
   */
  default void check(DriverContext context) {}

  /**
   * Connects and asks the server what it can do; the caller closes the driver.
   *
   * @throws io.patternsdk.core.config.ConfigException if a setting is wrong, with all problems
   * @throws io.patternsdk.core.OperationException if the backend cannot be used, with the reason;
   *     nothing is left open
   */
  Driver open(DriverContext context);
}
