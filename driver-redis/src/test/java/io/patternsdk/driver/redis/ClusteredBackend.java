package io.patternsdk.driver.redis;

import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;

import io.lettuce.core.cluster.SlotHash;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.capability.Namespace;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.testkit.server.RedisCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A backend on a cluster, in a namespace of its own, and where on the cluster its things lie. */
final class ClusteredBackend implements AutoCloseable {
  final Backend backend;
  private final Namespace namespace;
  private final RedisNames names;

  ClusteredBackend(RedisCluster cluster, Map<String, ?> more) {
    BackendOptions options =
        Backends.options(cluster.uris(), more).operationTimeout(Duration.ofSeconds(30));
    this.namespace = options.toContext().namespace();
    this.names = new RedisNames(namespace.keyPrefix(""), true);
    this.backend = Backends.open(options);
  }

  static ClusteredBackend on(RedisCluster cluster) {
    return new ClusteredBackend(
        cluster, Map.of("mode", "cluster", "connect_timeout", "10s", "max_retries", 5));
  }

  int slotOfKey(String key) {
    return SlotHash.getSlot(names.of(namespace.key(key)));
  }

  int slotOfStream(String stream) {
    return SlotHash.getSlot(names.own("stream-0", namespace.stream(stream)));
  }

  int slotOfQueue(String queue) {
    return SlotHash.getSlot(names.own("queue", namespace.queue(queue)));
  }

  /** The texts of a stream, partition by partition in their order. */
  List<String> texts(String stream) {
    List<String> texts = new ArrayList<>();
    try (StreamReader reader = backend.require(STREAM_BASIC).read(stream, ReadFrom.earliest())) {
      List<StreamRecord> some = reader.poll(500, Duration.ZERO);
      while (!some.isEmpty()) {
        some.forEach(record -> texts.add(record.message().text()));
        some = reader.poll(500, Duration.ZERO);
      }
    }
    return texts;
  }

  @Override
  public void close() {
    backend.close();
  }
}
