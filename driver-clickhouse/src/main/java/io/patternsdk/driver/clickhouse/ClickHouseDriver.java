package io.patternsdk.driver.clickhouse;

import com.clickhouse.client.api.Client;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.PeriodicTask;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverInfo;
import io.patternsdk.core.driver.Opening;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.driver.clickhouse.ClickHouseConfig.Tables;
import java.time.Duration;
import java.util.Optional;

/** A ClickHouse; owns the clients and what is done from time to time. */
final class ClickHouseDriver implements Driver {
  private static final Duration TRIMMED_EVERY = Duration.ofHours(1);

  private final ClickHouseConnections clickHouse;
  private final ClickHouseFacts facts;
  private final ClickHouseTimeSeries series;
  private final PeriodicTask trimmer;
  private final Capabilities capabilities;
  private boolean waited;

  private ClickHouseDriver(ClickHouseConnections clickHouse, DriverContext context) {
    this.clickHouse = clickHouse;
    ClickHouseConfig config = clickHouse.config();
    this.facts =
        Opening.on(context.clock())
            .retries(config.maxRetries())
            .open(
                () ->
                    Deadline.after(context.operationTimeout())
                        .run(() -> ClickHouseFacts.of(clickHouse)));
    this.series = new ClickHouseTimeSeries(clickHouse);
    this.capabilities = offer();
    this.trimmer =
        new PeriodicTask("clickhouse-trimmer", context.clock(), TRIMMED_EVERY, this::trim);
    if (config.tables() == Tables.CREATE) {
      trimmer.start();
    }
  }

  /** Connects, or fails with the reason and leaves nothing open. */
  static ClickHouseDriver open(ClickHouseConfig config, DriverContext context) {
    ClickHouseConnections clickHouse = new ClickHouseConnections(config, context);
    try {
      return new ClickHouseDriver(clickHouse, context);
    } catch (RuntimeException | Error e) {
      clickHouse.close();
      throw e;
    }
  }

  private Capabilities offer() {
    Capabilities.Builder offered = Capabilities.builder();
    add(offered, StandardCapabilities.TIMESERIES_BASIC, series);
    add(offered, StandardCapabilities.TIMESERIES_AGGREGATION, series);
    add(offered, StandardCapabilities.TIMESERIES_RETENTION, series);
    add(offered, StandardCapabilities.TABLE_UPSERT, new ClickHouseTables(clickHouse));
    return offered.build();
  }

  private <T> void add(Capabilities.Builder offered, Capability<T> capability, T offer) {
    offered.add(capability, offer, new ClickHouseGuarantees(facts).of(capability));
  }

  /** Removes what is too old; the first run only waits, so that who opens goes first. */
  private Duration trim() {
    if (waited) {
      series.trimAll();
    }
    waited = true;
    return TRIMMED_EVERY;
  }

  @Override
  public DriverInfo info() {
    return DriverInfo.of(new ClickHouseDriverProvider())
        .server("ClickHouse " + facts.version())
        .build();
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Health health(Deadline deadline) {
    return clickHouse.calls().health(deadline, clickHouse::check);
  }

  /** Returns the {@link Client} of the address in use. */
  @Override
  public <T> Optional<T> unwrap(Class<T> type) {
    return Optional.of(clickHouse.client()).filter(type::isInstance).map(type::cast);
  }

  @Override
  public void close() {
    if (clickHouse.calls().close()) {
      trimmer.close(clickHouse.calls().deadline());
      series.close();
      clickHouse.close();
    }
  }
}
