package io.patternsdk.driver.kafka;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.capability.Traits.Delivery;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.core.capability.Traits.Ordering;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.core.stream.MessageStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;

/**
 * What brokers guarantee of a topic that the driver makes, by their settings.
 *
 * @param settings those of one broker by name; empty if it does not show them
 * @param factor how many brokers keep each record; 0 if that is not known
 */
record KafkaGuarantees(Map<String, String> settings, int factor) {
  private static final String REMEDY =
      "set replication_factor to 3 and min.insync.replicas to 2 on the brokers";

  /** The most that brokers can guarantee of a capability. */
  static Traits most(Capability<?> capability, KafkaConfig config) {
    return new KafkaGuarantees(
            Map.of("log.flush.interval.messages", "1"), Math.max(1, config.replicationFactor()))
        .of(capability);
  }

  /** Asks a broker; what it does not show is taken for the weakest. */
  static KafkaGuarantees learn(KafkaConnections kafka) {
    Map<String, String> settings = new HashMap<>();
    try {
      Deadline deadline = kafka.begin();
      Node node =
          kafka.ask(deadline, ms -> kafka.admin().describeCluster().nodes()).iterator().next();
      ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
      kafka
          .ask(
              deadline,
              ms ->
                  Objects.requireNonNull(
                      kafka
                          .admin()
                          .describeConfigs(
                              List.of(broker), new DescribeConfigsOptions().timeoutMs(ms))
                          .values()
                          .get(broker)))
          .entries()
          .forEach(
              each -> {
                if (each.value() != null) {
                  settings.put(each.name(), each.value());
                }
              });
    } catch (BackendException e) {
      switch (e.kind()) {
        case PERMISSION_DENIED, UNSUPPORTED -> {} // learns nothing
        default -> throw e;
      }
    }
    int set = kafka.config().replicationFactor();
    int usual = Integer.parseInt(settings.getOrDefault("default.replication.factor", "0"));
    return new KafkaGuarantees(Map.copyOf(settings), set == 0 ? usual : set);
  }

  /** What is guaranteed of a capability. */
  Traits of(Capability<?> capability) {
    if (StandardCapabilities.topics().contains(capability)) {
      return Traits.builder()
          .guarantee(Durability.VOLATILE, "nothing is kept for who does not listen")
          .guarantee(Ordering.TOTAL, "each topic is in one partition")
          .guarantee(Delivery.AT_MOST_ONCE, "by whoever listens and has room for it")
          .build();
    }
    Traits.Builder traits = Traits.builder();
    if (capability.equals(StandardCapabilities.STREAM_BASIC)) {
      traits.set(MessageStream.TOMBSTONES, MessageStream.Tombstones.KEPT);
    }
    return durable(traits)
        .guarantee(Ordering.PARTITION, "in the order of offsets")
        .guarantee(Delivery.AT_LEAST_ONCE, "from the last commit on after a crash")
        .build();
  }

  private Traits.Builder durable(Traits.Builder traits) {
    if (settings.isEmpty() || factor == 0) {
      return traits.guarantee(
          Durability.PERIODIC,
          "the brokers do not show their settings",
          "allow DESCRIBE_CONFIGS of the cluster, and " + REMEDY);
    }
    String copies = factor == 1 ? "one copy" : factor + " copies";
    if (setting("log.flush.interval.messages", "").equals("1")) {
      return traits.guarantee(
          Durability.SYNCED,
          copies + ", on disk before it is acknowledged (log.flush.interval.messages 1)");
    }
    int least = Integer.parseInt(setting("min.insync.replicas", "1"));
    boolean unclean = setting("unclean.leader.election.enable", "false").equals("true");
    if (factor > 1 && least > 1 && !unclean) {
      return traits.guarantee(
          Durability.SYNCED,
          copies
              + ", of which "
              + least
              + " have it before it is acknowledged; no broker syncs, so all of them must not lose"
              + " power at once");
    }
    return traits.guarantee(
        Durability.PERIODIC,
        copies
            + ", acknowledged by "
            + Math.min(least, factor)
            + " before it is on disk (acks all, min.insync.replicas "
            + least
            + (unclean ? ", unclean.leader.election.enable true" : "")
            + "): a crash of the machine may lose the last moments",
        REMEDY);
  }

  private String setting(String name, String otherwise) {
    return settings.getOrDefault(name, otherwise);
  }
}
