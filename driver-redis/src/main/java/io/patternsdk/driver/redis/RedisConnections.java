package io.patternsdk.driver.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.CommandEncoder;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.driver.DriverCalls;
import io.patternsdk.core.driver.DriverContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All connections of a driver, whatever servers there are, and what is sent on them. Single
 * commands share the first; batches and walks take others, so that a large answer holds up no small
 * one: those are opened while all others are busy, up to the limit, and stay open. Subscriptions
 * have one more.
 *
 * <p>While a connection is lost commands are refused, and those that were sent fail: nothing is
 * ever sent twice. Lettuce makes lost connections again, after at most a second each time, and asks
 * for the password anew. {@link RedisPulse} finds those that are lost without a word.
 */
final class RedisConnections {
  static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private static final Logger LOG = System.getLogger(RedisConnections.class.getName());
  private final DriverCalls calls;
  private final int limit;
  private final ClientResources resources;
  private final ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
  private final RedisTopology topology;
  private final RedisReconnects reconnects = new RedisReconnects();
  private volatile boolean closed;
  private final Lane<RedisLink> shared;
  private final Optional<Lane<RedisLink>> replicas;
  private final List<Bulk> bulks = new ArrayList<>();

  RedisConnections(RedisConfig config, DriverContext context) {
    this.calls = DriverCalls.to(config.address(), context, new RedisErrors(config.address()));
    this.limit = config.poolSize();
    RedisClients clients = new RedisClients(config, context.backend());
    this.resources = clients.resources(channel -> made(channel, context.operationTimeout()));
    this.topology = clients.topology(resources, channels);
    topology.client().addListener(reconnects);
    this.shared = lane();
    this.replicas =
        config.readsFromReplicas()
            ? Optional.of(new Lane<>(topology::connectToRead))
            : Optional.empty();
  }

  private void made(Channel channel, Duration pulse) {
    channels.add(channel);
    if (closed) {
      var unused = channel.close();
    }
    channel.pipeline().replace(CommandEncoder.class, "redis-encoder", new RedisEncoder());
    channel.pipeline().addFirst(new RedisPulse(pulse, () -> topology().replica()));
  }

  /** One connection, made when it is first needed, and again by the client when it is lost. */
  final class Lane<C> {
    private final Supplier<? extends CompletionStage<C>> connector;
    private volatile @Nullable C connected;
    private @Nullable CompletableFuture<C> connecting;

    private Lane(Supplier<? extends CompletionStage<C>> connector) {
      this.connector = connector;
    }

    /** The connection if it has been made; it may be lost just now. */
    @Nullable C current() {
      return connected;
    }

    /** The connection, made now if there is none; a failed attempt is forgotten. */
    C get(Deadline deadline) {
      C made = connected;
      return made == null ? calls.awaitShared(connecting(), deadline, Effect.NONE) : made;
    }

    private synchronized CompletableFuture<C> connecting() {
      CompletableFuture<C> attempt = connecting;
      if (attempt == null || attempt.isCompletedExceptionally()) {
        attempt = connector.get().toCompletableFuture().thenApply(this::keep);
        connecting = attempt;
      }
      return attempt;
    }

    private C keep(C connection) {
      connected = connection;
      return connection;
    }
  }

  /** One more way for commands. */
  Lane<RedisLink> lane() {
    return new Lane<>(topology::connect);
  }

  /** A connection for subscriptions, of which {@code prepared} is told when it has been made. */
  Lane<StatefulRedisPubSubConnection<String, byte[]>> subscribing(
      Function<
              StatefulRedisPubSubConnection<String, byte[]>,
              StatefulRedisPubSubConnection<String, byte[]>>
          prepared) {
    return new Lane<>(() -> topology.subscribe().thenApply(prepared));
  }

  DriverCalls calls() {
    return calls;
  }

  /** Which servers there are. */
  RedisTopology topology() {
    return topology;
  }

  /** How often a connection was made again. */
  long reconnects() {
    return reconnects.count();
  }

  /** Sends one command on the shared connection and returns its answer. */
  <T extends @Nullable Object> T call(
      Function<RedisClusterAsyncCommands<String, byte[]>, ? extends Future<T>> command) {
    Deadline deadline = calls.begin();
    return await(command.apply(shared.get(deadline).commands()), deadline);
  }

  /** Sends one command that only reads, and may be answered by a replica. */
  <T extends @Nullable Object> T read(
      Function<RedisClusterAsyncCommands<String, byte[]>, ? extends Future<T>> command) {
    Deadline deadline = calls.begin();
    return await(command.apply(replicas.orElse(shared).get(deadline).commands()), deadline);
  }

  /** Runs a batch that only reads, and may be answered by replicas. */
  <T extends @Nullable Object> T bulkRead(Function<Batch, T> work) {
    return replicas.isPresent() ? work.apply(on(replicas.get(), calls.begin())) : bulk(work);
  }

  /** Several commands on the shared connection, which have one deadline together. */
  Batch several(Deadline deadline) {
    return on(shared, deadline);
  }

  /** Several commands on a connection, which have one deadline together. */
  Batch on(Lane<RedisLink> lane, Deadline deadline) {
    return new Batch(lane.get(deadline), deadline);
  }

  /** Runs a batch on another connection than single commands use. */
  <T extends @Nullable Object> T bulk(Function<Batch, T> work) {
    Deadline deadline = calls.begin();
    Bulk bulk = borrow();
    try {
      return work.apply(bulk.batch(deadline));
    } finally {
      bulk.done();
    }
  }

  /** A connection for large answers, to be {@linkplain Bulk#done given back}. */
  synchronized Bulk borrow() {
    Bulk least = null;
    for (Bulk bulk : bulks) {
      least = least == null || bulk.users < least.users ? bulk : least;
    }
    if (least == null || (least.users > 0 && bulks.size() < limit - 1)) {
      least = new Bulk(limit == 1 ? shared : lane());
      bulks.add(least);
    }
    least.users++;
    return least;
  }

  private synchronized void giveBack(Bulk bulk) {
    bulk.users--;
  }

  /** The use of a connection by batches. */
  final class Bulk {
    private final Lane<RedisLink> lane;
    private int users;

    private Bulk(Lane<RedisLink> lane) {
      this.lane = lane;
    }

    Batch batch(Deadline deadline) {
      return on(lane, deadline);
    }

    /** Says that one batch or walk is over. */
    void done() {
      giveBack(this);
    }
  }

  /** Commands to the server of a key alone, which have one deadline together. */
  Batch at(Lane<RedisLink> lane, String key, Deadline deadline) {
    CompletionStage<RedisLink> part = topology.server(lane.get(deadline), key);
    return new Batch(
        calls.awaitShared(part.toCompletableFuture(), deadline, Effect.NONE), deadline);
  }

  /** Several commands on one link, which have one deadline together. */
  final class Batch {
    private final RedisLink link;
    private final Deadline deadline;

    private Batch(RedisLink link, Deadline deadline) {
      this.link = link;
      this.deadline = deadline;
    }

    StatefulConnection<String, byte[]> connection() {
      return link.connection();
    }

    RedisClusterAsyncCommands<String, byte[]> commands() {
      return link.commands();
    }

    /** The servers that hold keys. */
    RedisTopology.Servers servers() {
      return calls.awaitShared(topology.servers(link).toCompletableFuture(), deadline, Effect.NONE);
    }

    /** The same for one of the servers. */
    Batch on(RedisLink part) {
      return new Batch(part, deadline);
    }

    /** Waits for one answer; whoever gives up cancels it. */
    <T extends @Nullable Object> T await(Future<T> answer) {
      return RedisConnections.this.await(answer, deadline);
    }
  }

  private <T extends @Nullable Object> T await(Future<T> answer, Deadline deadline) {
    try {
      return calls.await(answer, deadline);
    } catch (BackendException e) {
      topology.failed(e);
      throw e;
    }
  }

  /**
   * Makes a round trip to each server that holds keys, and fails if one of them does not answer or
   * takes no writes.
   */
  void check() {
    Batch batch = on(shared, calls.begin());
    List<AsyncCommand<String, byte[], List<Object>>> questions = new ArrayList<>();
    for (RedisLink server : batch.servers().parts()) {
      AsyncCommand<String, byte[], List<Object>> question = RedisFacts.question();
      server.connection().dispatch(question);
      questions.add(question);
    }
    for (AsyncCommand<String, byte[], List<Object>> question : questions) {
      if (RedisFacts.replica(batch.await(question))) {
        topology.replica();
        throw RedisFacts.ofReplica();
      }
    }
  }

  /** Ends all connections and threads, waiting until the deadline. */
  void close(Deadline deadline) {
    long millis = Math.max(1, deadline.remaining().toMillis());
    closed = true;
    try {
      topology
          .client()
          .shutdownAsync(0, millis, TimeUnit.MILLISECONDS)
          .get(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(Level.WARNING, "the connections to Redis did not end in order", e);
    } finally {
      var unused = channels.close(); // those that were being made
      resources.shutdown(0, millis, TimeUnit.MILLISECONDS).awaitUninterruptibly(millis);
    }
  }
}
