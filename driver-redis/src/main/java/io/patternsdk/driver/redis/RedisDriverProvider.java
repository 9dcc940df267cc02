package io.patternsdk.driver.redis;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS_TTL;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_TTL;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_WILDCARDS;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_DEAD_LETTER;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_VISIBILITY;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverProvider;
import java.util.Set;

/** Makes a standalone Redis available under the name {@code redis}. */
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
        KEYVALUE_BASIC,
        KEYVALUE_SCAN,
        KEYVALUE_TTL,
        KEYVALUE_BATCH,
        KEYVALUE_CAS,
        KEYVALUE_CAS_TTL,
        PUBSUB_BASIC,
        PUBSUB_WILDCARDS,
        QUEUE_BASIC,
        QUEUE_VISIBILITY,
        QUEUE_DEAD_LETTER);
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
