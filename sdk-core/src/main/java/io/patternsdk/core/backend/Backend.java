package io.patternsdk.core.backend;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Namespace;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverInfo;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.layer.Site;
import java.util.List;
import java.util.Optional;

/**
 * An open driver under its name and namespace, with the checks of the core in front of it.
 * Thread-safe; whoever opened it closes it.
 */
public final class Backend implements AutoCloseable {
  private final String name;
  private final Driver driver;
  private final Namespace namespace;
  private final Capabilities capabilities;

  private Backend(String name, Driver driver, Namespace namespace) {
    this.name = name;
    this.driver = driver;
    this.namespace = namespace;
    this.capabilities = capabilities(name, List.of());
  }

  /** Puts the core's checks in front of a driver; closing the backend closes the driver. */
  public static Backend of(Driver driver, DriverContext context) {
    return new Backend(context.backend(), driver, context.namespace());
  }

  /** Returns the name of the backend in configuration. */
  public String name() {
    return name;
  }

  /** Returns the versions of driver, client and server. */
  public DriverInfo info() {
    return driver.info();
  }

  /** Returns the capabilities, checked and with the namespace, without layers. */
  public Capabilities capabilities() {
    return capabilities;
  }

  /**
   * Returns the capabilities for one slot, with its layers, outermost first. They are bound to a
   * capability when it is first asked for.
   *
   * @throws IllegalArgumentException if the layers are in a wrong order, with the reason
   */
  public Capabilities capabilities(String slot, List<Layer> layers) {
    DriverInfo info = driver.info();
    Site site = new Site(slot, info.name(), info.system());
    return driver.capabilities().forward(site, namespace, layers);
  }

  /** Returns the object for a capability; empty if the connected server cannot do it. */
  public <T> Optional<T> find(Capability<T> capability) {
    return capabilities.find(capability);
  }

  /**
   * Returns the object for a capability.
   *
   * @throws io.patternsdk.core.BackendException UNSUPPORTED if the server cannot do it
   */
  public <T> T require(Capability<T> capability) {
    return capabilities.require(capability);
  }

  /** Makes one real round trip within the deadline. */
  public Health health(Deadline deadline) {
    return driver.health(deadline);
  }

  /** Returns the native client, for what no capability covers. */
  public <T> Optional<T> unwrap(Class<T> client) {
    return driver.unwrap(client);
  }

  @Override
  public void close() {
    driver.close();
  }

  @Override
  public String toString() {
    return name + " (" + driver.info() + ")";
  }
}
