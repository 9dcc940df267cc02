package io.patternsdk.driver.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.netty.channel.group.ChannelGroup;
import io.patternsdk.core.BackendException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One primary, at an address or where sentinels say. It holds all keys. When it is a replica all
 * connections are dropped, for the client to make them again: the address, or what sentinels say,
 * may lead to the new primary by then.
 */
final class OneRedis implements RedisTopology {
  private static final Logger LOG = System.getLogger(OneRedis.class.getName());

  private final RedisClient client;
  private final RedisURI uri;
  private final ChannelGroup channels;
  private final OnceASecond renewals = new OnceASecond();

  OneRedis(RedisClient client, RedisURI uri, ChannelGroup channels) {
    this.client = client;
    this.uri = uri;
    this.channels = channels;
  }

  @Override
  public RedisClient client() {
    return client;
  }

  @Override
  public CompletionStage<RedisLink> connect() {
    return client.connectAsync(RedisConnections.CODEC, uri).thenApply(RedisLink::to);
  }

  /** There is only the primary. */
  @Override
  public CompletionStage<RedisLink> connectToRead() {
    return connect();
  }

  @Override
  public CompletionStage<StatefulRedisPubSubConnection<String, byte[]>> subscribe() {
    return client.connectPubSubAsync(RedisConnections.CODEC, uri);
  }

  @Override
  public CompletionStage<Servers> servers(RedisLink link) {
    return CompletableFuture.completedFuture(new One(link));
  }

  private record One(RedisLink link) implements Servers {
    @Override
    public List<RedisLink> parts() {
      return List.of(link);
    }

    @Override
    public CompletionStage<Stability> stability() {
      return CompletableFuture.completedFuture(Stability.STABLE);
    }
  }

  @Override
  public CompletionStage<RedisLink> server(RedisLink link, String key) {
    return CompletableFuture.completedFuture(link);
  }

  @Override
  public int slot(String key) {
    return 0;
  }

  @Override
  public void failed(BackendException failure) {
    if (RedisErrors.wrongServer(failure)) {
      replica();
    }
  }

  @Override
  public void replica() {
    if (renewals.pass()) {
      LOG.log(Level.WARNING, "the server is a replica: connecting to {0} again", uri);
      var unused = channels.close();
    }
  }
}
