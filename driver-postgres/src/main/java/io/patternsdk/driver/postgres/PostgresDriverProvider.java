package io.patternsdk.driver.postgres;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.driver.postgres.connections.PostgresConfig;
import java.util.Set;

/** Makes a PostgreSQL available under the name {@code postgres}. */
public final class PostgresDriverProvider implements DriverProvider {
  /** Called by the service loader. */
  public PostgresDriverProvider() {}

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public Set<String> canOffer() {
    return Capability.names(
        StandardCapabilities.KEYVALUE_BASIC,
        StandardCapabilities.KEYVALUE_SCAN,
        StandardCapabilities.KEYVALUE_TTL,
        StandardCapabilities.KEYVALUE_BATCH,
        StandardCapabilities.KEYVALUE_CAS,
        StandardCapabilities.KEYVALUE_CAS_TTL,
        StandardCapabilities.KEYVALUE_WATCH,
        StandardCapabilities.KEYVALUE_MERGE,
        StandardCapabilities.DOCUMENT_QUERY,
        StandardCapabilities.PUBSUB_BASIC,
        StandardCapabilities.QUEUE_BASIC,
        StandardCapabilities.QUEUE_VISIBILITY,
        StandardCapabilities.QUEUE_DEAD_LETTER,
        StandardCapabilities.STREAM_BASIC,
        StandardCapabilities.STREAM_CONSUMER_GROUPS,
        StandardCapabilities.STREAM_REPLAY,
        StandardCapabilities.STREAM_RETENTION,
        StandardCapabilities.CHANGEFEED_BASIC,
        StandardCapabilities.TABLE_UPSERT,
        StandardCapabilities.TIMESERIES_BASIC,
        StandardCapabilities.TIMESERIES_AGGREGATION,
        StandardCapabilities.TIMESERIES_RETENTION);
  }

  @Override
  public Traits canGuarantee(Capability<?> capability, DriverContext context) {
    return PostgresGuarantees.most(capability);
  }

  @Override
  public void check(DriverContext context) {
    PostgresConfig.from(context.settings());
  }

  @Override
  public Driver open(DriverContext context) {
    return PostgresDriver.open(PostgresConfig.from(context.settings()), context);
  }
}
