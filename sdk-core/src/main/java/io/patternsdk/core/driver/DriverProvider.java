package io.patternsdk.core.driver;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.config.Located;
import java.util.List;
import java.util.Set;

/**
 * Makes one kind of backend available by name; found by {@link java.util.ServiceLoader}. It has a
 * public constructor without parameters that does nothing.
 *
 * <p>A release of a driver describes itself in the resource {@code
 * META-INF/io.patternsdk/driver-<name>.properties} with {@code version}, {@code core}, the range of
 * core versions that it needs, such as {@code [0.1,0.2)}, and if it has a client {@code client}
 * with that one's version, {@code needs} with the name of one of its classes, and {@code loggers}
 * of which only warnings are heard, separated by commas.
 */
public interface DriverProvider {

  /** Returns the name that configuration uses, such as {@code redis}. */
  String name();

  /** Returns the names of the capabilities that it can offer on the best of servers. */
  Set<String> canOffer();

  /**
   * Says, without connecting, the most that it can guarantee of a capability with these settings on
   * the best of servers; the detail says what that takes, the remedy which settings would give
   * more. Nothing is said of what only the server decides. Asked for after {@link #check} has
   * passed, and with no settings at all to tell what else would satisfy a slot.
   */
  default Traits canGuarantee(Capability<?> capability, DriverContext context) {
    return Traits.defaults();
  }

  /**
   * Reads the settings without connecting, so that a wrong one is reported together with all others
   * and before anything is opened. Checks nothing by default.
   *
   * @throws io.patternsdk.core.config.ConfigException if a setting is wrong, with all problems
   */
  default void check(DriverContext context) {}

  /**
   * Names what only one backend of a process may hold, such as the file that keeps its data, each
   * with the place of its setting; nothing by default. Asked for after {@link #check} has passed.
   */
  default List<Located<String>> exclusive(DriverContext context) {
    return List.of();
  }

  /**
   * Connects and asks the server what it can do; the caller closes the driver.
   *
   * @throws io.patternsdk.core.config.ConfigException if a setting is wrong, with all problems
   * @throws io.patternsdk.core.OperationException if the backend cannot be used, with the reason;
   *     nothing is left open
   */
  Driver open(DriverContext context);
}
