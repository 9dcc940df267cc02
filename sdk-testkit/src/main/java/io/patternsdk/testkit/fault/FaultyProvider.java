package io.patternsdk.testkit.fault;

import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Site;
import java.util.List;
import java.util.Set;

/**
 * A driver that fails on cue: another driver with a {@link FaultPlan} in front of it. Opening it is
 * the operation {@code driver.open}, asking for its health {@code driver.health}.
 *
 * <p>Names are checked once more with the namespace in front: the two together have at most 512
 * bytes here.
 */
public final class FaultyProvider implements DriverProvider {
  static final Operation OPEN = Operation.of("driver", "open", Operation.Kind.ADMINISTER);

  private final String name;
  private final DriverProvider provider;
  private final FaultPlan plan;

  private FaultyProvider(String name, DriverProvider provider, FaultPlan plan) {
    this.name = name;
    this.provider = provider;
    this.plan = plan;
  }

  /** Makes {@code provider} available under {@code name}, failing as {@code plan} says. */
  public static FaultyProvider of(String name, DriverProvider provider, FaultPlan plan) {
    return new FaultyProvider(name, provider, plan);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<String> canOffer() {
    return provider.canOffer();
  }

  @Override
  public Driver open(DriverContext context) {
    return BoundOperation.bind(new Site(context.backend(), name), OPEN, List.of(plan))
        .call("", () -> new FaultyDriver(provider.open(context), plan, context));
  }
}
