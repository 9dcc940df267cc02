package io.patternsdk.elsewhere;

import io.patternsdk.core.config.Settings;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverProvider;
import java.net.URI;
import java.util.Set;

/** The driver {@code counter}, with a flaw if a test says so. */
public final class CounterDriverProvider implements DriverProvider {
  private final CounterFlaw flaw;

  /** Makes one without a flaw. */
  public CounterDriverProvider() {
    this(CounterFlaw.NONE);
  }

  CounterDriverProvider(CounterFlaw flaw) {
    this.flaw = flaw;
  }

  @Override
  public String name() {
    return "counter";
  }

  @Override
  public Set<String> canOffer() {
    return Set.of(Counter.COUNTER_BASIC.name());
  }

  @Override
  public void check(DriverContext context) {
    URI unused = context.settings().read(CounterDriverProvider::server);
  }

  @Override
  public Driver open(DriverContext context) {
    return new CounterDriver(context.settings().read(CounterDriverProvider::server), flaw, context);
  }

  private static URI server(Settings settings) {
    return settings.uri("server").required();
  }
}
