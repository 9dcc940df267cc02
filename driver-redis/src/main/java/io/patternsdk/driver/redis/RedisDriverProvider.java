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

import io.patternsdk.core.driver.Capability;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverProvider;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes a standalone Redis available under the name {@code redis}. */
public final class RedisDriverProvider implements DriverProvider {
  static final String NAME = "redis";

  /** Called by the service loader. */
  public RedisDriverProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> canOffer() {
    return Stream.of(
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
            QUEUE_DEAD_LETTER)
        .map(Capability::name)
        .collect(Collectors.toUnmodifiableSet());
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
