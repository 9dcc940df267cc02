package io.patternsdk.driver.redis;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.core.standard.StandardCapabilities;
import java.util.Set;

/**
 * Makes Redis available, standalone, as a cluster or behind sentinels, under the name {@code
 * redis}.
 */
public final class RedisDriverProvider implements DriverProvider {
  /** Called by the service loader. */
  public RedisDriverProvider() {}

  @Override
  public String name() {
    return "redis";
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
        StandardCapabilities.KEYVALUE_MERGE,
        StandardCapabilities.PUBSUB_BASIC,
        StandardCapabilities.PUBSUB_WILDCARDS,
        StandardCapabilities.QUEUE_BASIC,
        StandardCapabilities.QUEUE_VISIBILITY,
        StandardCapabilities.QUEUE_DEAD_LETTER,
        StandardCapabilities.STREAM_BASIC,
        StandardCapabilities.STREAM_CONSUMER_GROUPS,
        StandardCapabilities.STREAM_REPLAY,
        StandardCapabilities.STREAM_RETENTION);
  }

  @Override
  public Traits canGuarantee(Capability<?> capability, DriverContext context) {
    return RedisGuarantees.most(capability);
  }

  @Override
  public void check(DriverContext context) {
    RedisConfig.from(context.settings());
  }

  @Override
  public Driver open(DriverContext context) {
    return RedisDriver.open(RedisConfig.from(context.settings()), context);
  }
}
