package io.patternsdk.driver.clickhouse;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.core.standard.StandardCapabilities;
import java.util.Set;

/** Makes ClickHouse available under the name {@code clickhouse}. */
public final class ClickHouseDriverProvider implements DriverProvider {
  /** Called by the service loader. */
  public ClickHouseDriverProvider() {}

  @Override
  public String name() {
    return "clickhouse";
  }

  @Override
  public Set<String> canOffer() {
    return Capability.names(
        StandardCapabilities.TIMESERIES_BASIC,
        StandardCapabilities.TIMESERIES_AGGREGATION,
        StandardCapabilities.TIMESERIES_RETENTION,
        StandardCapabilities.TABLE_UPSERT);
  }

  @Override
  public Traits canGuarantee(Capability<?> capability, DriverContext context) {
    return ClickHouseGuarantees.most(capability);
  }

  @Override
  public void check(DriverContext context) {
    ClickHouseConfig.from(context.settings());
  }

  @Override
  public Driver open(DriverContext context) {
    return ClickHouseDriver.open(ClickHouseConfig.from(context.settings()), context);
  }
}
