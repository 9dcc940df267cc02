package io.patternsdk.testkit.contract.pubsub;

import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_WILDCARDS;

import io.patternsdk.core.Message;
import io.patternsdk.testkit.contract.CapabilitySuite;
import io.patternsdk.testkit.contract.Contracts;

/** The tests of the publish-subscribe capabilities. */
public final class PubSubSuite implements CapabilitySuite {
  @Override
  public Contracts addTo(Contracts known) {
    return known
        .with(PUBSUB_BASIC, PubSubContract.class, PubSubContract::new)
        .with(PUBSUB_BASIC, PubSubLimitsContract.class, PubSubLimitsContract::new)
        .with(PUBSUB_BASIC, SubscriptionContract.class, SubscriptionContract::new)
        .with(PUBSUB_BASIC, SubscriptionEndContract.class, SubscriptionEndContract::new)
        .with(PUBSUB_WILDCARDS, PubSubWildcardsContract.class, PubSubWildcardsContract::new)
        .withFaults(PUBSUB_BASIC, PubSubFaults.class, PubSubFaults::new)
        .withSample(PUBSUB_BASIC, topics -> topics.publish("sample", Message.of("value")))
        .withSample(
            PUBSUB_WILDCARDS,
            topics -> topics.subscribePattern("sample.*", (topic, message) -> {}).close());
  }
}
