package io.patternsdk.driver.kafka;

import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_CONSUMER_GROUPS;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_REPLAY;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_RETENTION;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_TRANSACTIONAL;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverProvider;
import java.util.Set;

/** Makes Apache Kafka available under the name {@code kafka}. */
public final class KafkaDriverProvider implements DriverProvider {
  /** Called by the service loader. */
  public KafkaDriverProvider() {}

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public Set<String> canOffer() {
    return Capability.names(
        STREAM_BASIC,
        STREAM_CONSUMER_GROUPS,
        STREAM_REPLAY,
        STREAM_RETENTION,
        STREAM_TRANSACTIONAL,
        PUBSUB_BASIC);
  }

  @Override
  public Traits canGuarantee(Capability<?> capability, DriverContext context) {
    return KafkaGuarantees.most(capability, KafkaConfig.from(context.settings().detached()));
  }

  @Override
  public void check(DriverContext context) {
    KafkaConfig.from(context.settings());
  }

  @Override
  public Driver open(DriverContext context) {
    return KafkaDriver.open(KafkaConfig.from(context.settings()), context);
  }
}
