package io.patternsdk.driver.nats;

import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.util.Objects;

/**
 * The streams of a namespace: {@code KV_<namespace>} for keys, which other clients can read as a
 * key-value bucket, and {@code PSQ_<namespace>} for queues. The description of each names the
 * layout and its version, so that nothing else is taken for one of them.
 */
final class Layout {
  /** What the streams of the empty namespace are named after. */
  private static final String UNNAMED = "patternsdk";

  private static final String MARK = "Pattern SDK driver-nats, layout ";
  private static final String VERSION = "1";

  private final String namespace;
  private final NatsConfig config;

  Layout(String namespace, NatsConfig config) {
    this.namespace = namespace.isEmpty() ? UNNAMED : namespace;
    this.config = config;
  }

  String keySubjects() {
    return "$KV." + namespace + ".";
  }

  String queueSubjects() {
    return "$PSQ." + namespace + ".";
  }

  StreamConfiguration keys(boolean expiring) {
    StreamConfiguration.Builder stream = stream("KV_" + namespace, keySubjects());
    return (expiring ? stream.allowMessageTtl() : stream).build();
  }

  StreamConfiguration queues() {
    return stream("PSQ_" + namespace, queueSubjects()).build();
  }

  private StreamConfiguration.Builder stream(String name, String subjects) {
    return StreamConfiguration.builder()
        .name(name)
        .description(MARK + VERSION)
        .subjects(subjects + ">")
        .retentionPolicy(RetentionPolicy.Limits)
        .discardPolicy(DiscardPolicy.Old)
        .maxMessagesPerSubject(1)
        .storageType(
            switch (config.storage()) {
              case FILE -> StorageType.File;
              case MEMORY -> StorageType.Memory;
            })
        .replicas(config.replicas())
        .allowDirect(true);
  }

  /** Returns how a stream is; fails if this driver cannot use it. */
  static StreamConfiguration checked(StreamConfiguration wanted, StreamInfo info) {
    StreamConfiguration found = info.getConfiguration();
    String name = wanted.getName();
    String description = Objects.requireNonNullElse(found.getDescription(), "");
    if (!description.startsWith(MARK)) {
      throw NatsErrors.foreign("the stream " + name + " is there and is not this driver's");
    }
    if (!description.equals(MARK + VERSION)) {
      throw NatsErrors.foreign(
          "the stream " + name + " has \"" + description + "\"; this driver knows " + VERSION);
    }
    if (found.getMaxMsgsPerSubject() != 1 || found.getDenyDelete()) {
      throw NatsErrors.foreign("somebody has changed the configuration of the stream " + name);
    }
    return found;
  }
}
