package io.patternsdk.driver.kafka;

import io.patternsdk.core.BackendException;
import org.apache.kafka.clients.admin.DescribeFeaturesOptions;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.jspecify.annotations.Nullable;

/**
 * What the connected brokers are.
 *
 * @param server their version, as far as they tell
 * @param groupProtocol how groups are made: {@code consumer}, or {@code classic}
 */
record KafkaFacts(String server, String groupProtocol, KafkaGuarantees guarantees) {

  static KafkaFacts learn(KafkaConnections kafka) {
    KafkaGuarantees guarantees = KafkaGuarantees.learn(kafka);
    boolean groups = false;
    String version = "";
    try {
      FeatureMetadata features =
          kafka.ask(
              ms ->
                  kafka
                      .admin()
                      .describeFeatures(new DescribeFeaturesOptions().timeoutMs(ms))
                      .featureMetadata());
      groups = level(features, "group.version") > 0;
      version = " with metadata version " + level(features, "metadata.version");
    } catch (BackendException e) {
      switch (e.kind()) {
        case PERMISSION_DENIED, UNSUPPORTED -> {} // an old one, or one that tells nothing
        default -> throw e;
      }
    }
    return new KafkaFacts("Kafka" + version, groups ? "consumer" : "classic", guarantees);
  }

  private static int level(FeatureMetadata features, String name) {
    @Nullable FinalizedVersionRange range = features.finalizedFeatures().get(name);
    return range == null ? 0 : range.maxVersionLevel();
  }
}
