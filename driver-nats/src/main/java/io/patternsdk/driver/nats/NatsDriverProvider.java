package io.patternsdk.driver.nats;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS_TTL;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_TTL;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_WATCH;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_WILDCARDS;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_DEAD_LETTER;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_VISIBILITY;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_CONSUMER_GROUPS;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_REPLAY;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_RETENTION;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverProvider;
import java.util.Set;

/** Makes NATS available under the name {@code nats}. */
public final class NatsDriverProvider implements DriverProvider {
  /** Called by the service loader. */
  public NatsDriverProvider() {}

  @Override
  public String name() {
    return "nats";
  }

  @Override
  public Set<String> canOffer() {
    return Capability.names(
        PUBSUB_BASIC,
        PUBSUB_WILDCARDS,
        KEYVALUE_BASIC,
        KEYVALUE_SCAN,
        KEYVALUE_BATCH,
        KEYVALUE_CAS,
        KEYVALUE_TTL,
        KEYVALUE_CAS_TTL,
        KEYVALUE_WATCH,
        QUEUE_BASIC,
        QUEUE_VISIBILITY,
        QUEUE_DEAD_LETTER,
        STREAM_BASIC,
        STREAM_REPLAY,
        STREAM_CONSUMER_GROUPS,
        STREAM_RETENTION);
  }

  @Override
  public Traits canGuarantee(Capability<?> capability, DriverContext context) {
    return NatsGuarantees.most(capability, NatsConfig.from(context.settings().detached()));
  }

  @Override
  public void check(DriverContext context) {
    var unused = NatsConfig.from(context.settings());
  }

  @Override
  public Driver open(DriverContext context) {
    return NatsDriver.open(NatsConfig.from(context.settings()), context);
  }
}
