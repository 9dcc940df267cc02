package io.patternsdk.driver.nats;

import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.capability.Traits.Atomicity;
import io.patternsdk.core.capability.Traits.Consistency;
import io.patternsdk.core.capability.Traits.Delivery;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.core.capability.Traits.Ordering;
import io.patternsdk.core.keyvalue.KeyValueWatch;
import io.patternsdk.core.keyvalue.KeyValueWatch.Resumption;
import io.patternsdk.core.standard.StandardCapabilities;

/** What a server guarantees, by where a stream keeps its messages. */
final class NatsGuarantees {
  private NatsGuarantees() {}

  /** The most that a server can guarantee of a capability. */
  static Traits most(Capability<?> capability, NatsConfig config) {
    if (StandardCapabilities.topics().contains(capability)) {
      return topics();
    }
    Traits.Builder traits = Traits.builder();
    if (config.storage == NatsConfig.Storage.MEMORY) {
      traits.guarantee(
          Durability.VOLATILE, "in memory: lost when the servers end", "set storage: file");
    } else if (config.syncTrusted || config.monitoring != null) {
      traits.guarantee(Durability.SYNCED, "with sync_interval: always on the servers");
    } else {
      traits.guarantee(Durability.PERIODIC, "with storage: file", ServerSync.REMEDY);
    }
    return kinds(traits, capability, config.replicas);
  }

  /** What is guaranteed of topics. */
  static Traits topics() {
    return Traits.builder()
        .guarantee(Durability.VOLATILE, "nothing is stored")
        .guarantee(Ordering.KEY, "in a cluster, messages of several senders may pass each other")
        .guarantee(
            Delivery.AT_MOST_ONCE,
            "by whoever is connected and has room for it; what comes by other members of a"
                + " cluster from a moment after subscribing on")
        .build();
  }

  /** What is guaranteed of a capability over a stream: one that is there, or that we would make. */
  static Traits of(Capability<?> capability, StreamConfiguration stream, ServerSync sync) {
    int replicas = stream.getReplicas();
    String copies = copies(replicas);
    Traits.Builder traits = Traits.builder();
    if (stream.getStorageType() == StorageType.Memory) {
      traits.guarantee(
          Durability.VOLATILE,
          copies + " in memory: " + spare(replicas) + "lost when the servers end",
          "set storage: file, for a stream that is not there yet");
    } else if (sync.always(replicas)) {
      traits.guarantee(Durability.SYNCED, copies + " in files, " + spare(replicas) + sync.words());
    } else {
      traits.guarantee(
          Durability.PERIODIC,
          copies + " in files that outlive the server's process; " + spare(replicas) + sync.words(),
          sync.remedy());
    }
    return kinds(traits, capability, replicas);
  }

  private static String copies(int replicas) {
    return replicas == 1 ? "one copy" : replicas + " copies";
  }

  /** What several copies are for: how many of their servers may be lost. */
  private static String spare(int replicas) {
    int lost = (replicas - 1) / 2;
    return lost == 0
        ? ""
        : "%d of them have what is acknowledged, so %d of their servers may be lost; "
            .formatted(replicas - lost, lost);
  }

  private static Traits kinds(Traits.Builder traits, Capability<?> capability, int replicas) {
    if (capability.equals(StandardCapabilities.KEYVALUE_WATCH)) {
      return traits
          .guarantee(Ordering.KEY, "in the order in which the stream has stored them")
          .set(
              KeyValueWatch.RESUMPTION,
              Resumption.BACKEND,
              "markers tell for ten minutes what was removed")
          .build();
    }
    if (StandardCapabilities.streams().contains(capability)) {
      return traits
          .guarantee(Ordering.PARTITION, "in the order of offsets")
          .guarantee(Delivery.AT_LEAST_ONCE, "from the last commit on after a crash")
          .build();
    }
    return (StandardCapabilities.queues().contains(capability)
            ? traits
                .guarantee(
                    Ordering.NONE,
                    "first in the order of enqueueing; what is not acknowledged comes later")
                .guarantee(
                    Delivery.AT_LEAST_ONCE,
                    "after max_attempts deliveries a message is a dead letter")
            : consistency(traits, replicas)
                .guarantee(Atomicity.ITEM, "a batch is sent as one request for each key"))
        .build();
  }

  private static Traits.Builder consistency(Traits.Builder traits, int replicas) {
    return replicas == 1
        ? traits.guarantee(Consistency.LINEARIZABLE, "one server has the only copy")
        : traits.guarantee(
            Consistency.OWN_WRITES,
            "the stream's leader answers; one that was just deposed may not know the last writes",
            "set replicas: 1, for a stream that is not there yet");
  }
}
