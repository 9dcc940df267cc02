package io.patternsdk.driver.redis;

import io.lettuce.core.ReadFrom;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.cluster.models.partitions.Partitions;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.protocol.ConnectionIntent;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The servers of a Redis Cluster. The client follows MOVED and ASK, and asks who holds what when it
 * meets them, when a connection cannot be made again, and when a call fails for want of an answer.
 */
final class ClusteredRedis implements RedisTopology {
  private static final Logger LOG = System.getLogger(ClusteredRedis.class.getName());

  private final RedisClusterClient client;
  private final OnceASecond refreshes = new OnceASecond();
  private volatile boolean known;

  ClusteredRedis(RedisClusterClient client) {
    this.client = client;
  }

  @Override
  public RedisClusterClient client() {
    return client;
  }

  /**
   * The client makes the connections of a link when a command needs them, and refuses commands
   * until then: so they are made here. One that cannot be made is for the command to report.
   */
  @Override
  public CompletionStage<RedisLink> connect() {
    return known()
        .thenCompose(there -> client.connectAsync(RedisConnections.CODEC))
        .thenApply(RedisLink::to)
        .thenCompose(link -> servers(link).handle((servers, failure) -> link));
  }

  @Override
  public CompletionStage<RedisLink> connectToRead() {
    return known()
        .thenCompose(there -> client.connectAsync(RedisConnections.CODEC))
        .thenCompose(this::readable);
  }

  private CompletionStage<RedisLink> readable(
      StatefulRedisClusterConnection<String, byte[]> connection) {
    connection.setReadFrom(ReadFrom.REPLICA_PREFERRED);
    List<CompletableFuture<?>> parts = new ArrayList<>();
    for (RedisClusterNode node : client.getPartitions()) {
      RedisURI uri = node.getUri();
      parts.add(connection.getConnectionAsync(uri.getHost(), uri.getPort(), ConnectionIntent.READ));
    }
    return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
        .handle((made, failure) -> RedisLink.to(connection));
  }

  @Override
  public CompletionStage<StatefulRedisPubSubConnection<String, byte[]>> subscribe() {
    return known()
        .thenCompose(there -> client.connectPubSubAsync(RedisConnections.CODEC))
        .thenApply(Function.identity());
  }

  /** Ends when it is known for the first time who holds what. */
  private CompletionStage<Void> known() {
    return known
        ? CompletableFuture.completedStage(null)
        : client.refreshPartitionsAsync().thenRun(() -> known = true);
  }

  @Override
  public CompletionStage<Servers> servers(RedisLink link) {
    List<RedisClusterNode> nodes = new ArrayList<>();
    List<CompletableFuture<RedisLink>> parts = new ArrayList<>();
    for (RedisClusterNode node : client.getPartitions()) {
      if (node.getRole().isUpstream() && !node.getSlots().isEmpty()) {
        nodes.add(node);
        parts.add(part(link, node).toCompletableFuture());
      }
    }
    return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
        .thenApply(all -> new Masters(nodes, parts.stream().map(CompletableFuture::join).toList()));
  }

  @Override
  public CompletionStage<RedisLink> server(RedisLink link, String key) {
    RedisClusterNode node = client.getPartitions().getPartitionBySlot(slot(key));
    return node == null
        ? CompletableFuture.failedFuture(
            new BackendException(ErrorKind.UNAVAILABLE, "no server holds " + key))
        : part(link, node);
  }

  private static CompletionStage<RedisLink> part(RedisLink link, RedisClusterNode node) {
    return ((StatefulRedisClusterConnection<String, byte[]>) link.connection())
        .getConnectionAsync(node.getUri().getHost(), node.getUri().getPort())
        .thenApply(RedisLink::to);
  }

  @Override
  public int slot(String key) {
    return SlotHash.getSlot(key);
  }

  @Override
  public void failed(BackendException failure) {
    if (failure.kind() == ErrorKind.TIMED_OUT || failure.kind() == ErrorKind.UNAVAILABLE) {
      if (refreshes.pass()) {
        var unused = refresh();
      }
    }
  }

  private CompletionStage<Void> refresh() {
    return client
        .refreshPartitionsAsync()
        .exceptionally(
            failure -> {
              LOG.log(Level.WARNING, "cannot ask the cluster who holds what", failure);
              return null;
            });
  }

  /** A replica answers for no slot: what is sent to it goes on to the master. */
  @Override
  public void replica() {}

  private final class Masters implements Servers {
    private final List<RedisClusterNode> nodes;
    private final List<RedisLink> parts;

    Masters(List<RedisClusterNode> nodes, List<RedisLink> parts) {
      this.nodes = nodes;
      this.parts = parts;
    }

    @Override
    public List<RedisLink> parts() {
      return parts;
    }

    /** Asks each server what it holds: that comes with an epoch, which grows with each change. */
    @Override
    public CompletionStage<Stability> stability() {
      List<CompletableFuture<Stability>> answers = new ArrayList<>();
      for (int i = 0; i < nodes.size(); i++) {
        RedisClusterNode node = nodes.get(i);
        answers.add(
            parts
                .get(i)
                .commands()
                .clusterNodes()
                .thenApply(text -> stability(node, text))
                .toCompletableFuture());
      }
      return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
          .thenApply(all -> worst(answers))
          .thenCompose(
              worst ->
                  worst == Stability.MOVED
                      ? client.refreshPartitionsAsync().thenApply(done -> worst)
                      : CompletableFuture.completedStage(worst));
    }

    private static Stability worst(List<CompletableFuture<Stability>> answers) {
      return answers.stream()
          .map(CompletableFuture::join)
          .max(Enum::compareTo)
          .orElse(Stability.STABLE);
    }

    private static Stability stability(RedisClusterNode before, String text) {
      Partitions view = ClusterPartitionParser.parse(text);
      RedisClusterNode now = view.getPartitionByNodeId(before.getNodeId());
      if (now == null
          || !now.is(RedisClusterNode.NodeFlag.MYSELF)
          || now.getConfigEpoch() != before.getConfigEpoch()
          || !now.hasSameSlotsAs(before)) {
        return Stability.MOVED;
      }
      boolean open = text.lines().anyMatch(line -> line.contains("myself") && line.contains("["));
      return open ? Stability.MOVING : Stability.STABLE;
    }
  }
}
