package io.patternsdk.testkit.fault;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Namespace;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverInfo;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Site;
import java.util.List;
import java.util.Optional;

/** A driver with a plan of faults in front of it. */
final class FaultyDriver implements Driver {
  static final Operation HEALTH = Operation.of("driver", "health", Operation.Kind.READ);

  private final Driver driver;
  private final Capabilities capabilities;
  private final BoundOperation health;

  FaultyDriver(Driver driver, FaultPlan plan, DriverContext context) {
    this.driver = driver;
    this.capabilities =
        Backend.of(driver, withoutNamespace(context))
            .capabilities(context.backend(), List.of(plan));
    this.health =
        BoundOperation.bind(
            new Site(context.backend(), driver.info().name()), HEALTH, List.of(plan));
  }

  // The core in front of this driver has put the namespace before each name already.
  private static DriverContext withoutNamespace(DriverContext context) {
    return context.toBuilder().namespace(Namespace.of("")).build();
  }

  @Override
  public DriverInfo info() {
    return driver.info();
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Health health(Deadline deadline) {
    try {
      return health.call("", () -> driver.health(deadline));
    } catch (OperationException e) {
      return Health.down(e.getMessage());
    }
  }

  @Override
  public <T> Optional<T> unwrap(Class<T> client) {
    return driver.unwrap(client);
  }

  @Override
  public void close() {
    driver.close();
  }
}
