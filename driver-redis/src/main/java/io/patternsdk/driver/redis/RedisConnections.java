package io.patternsdk.driver.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider.ImmediateRedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.CommandEncoder;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.driver.DriverCalls;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.Tls;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All connections of a driver, and what is sent on them. Single commands share the first; batches
 * and walks take others, so that a large answer holds up no small one: those are opened while all
 * others are busy, up to the limit, and stay open. Subscriptions have one more.
 *
 * <p>While a connection is lost commands are refused, and those that were sent fail: nothing is
 * ever sent twice. Lettuce makes lost connections again, after at most a second each time, and asks
 * for the password anew. {@link RedisPulse} finds those that are lost without a word.
 */
final class RedisConnections {
  static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private static final Logger LOG = System.getLogger(RedisConnections.class.getName());
  private static final long RENEWAL_NANOS = 1_000_000_000;

  private final DriverCalls calls;
  private final int limit;
  private final RedisURI uri;
  private final ClientResources resources;
  private final RedisClient client;
  private final ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
  private final RedisReconnects reconnects = new RedisReconnects();
  private volatile boolean closed;
  private final AtomicLong renewed = new AtomicLong(System.nanoTime() - RENEWAL_NANOS);
  private final Lane<StatefulRedisConnection<String, byte[]>> shared;
  private final List<Bulk> bulks = new ArrayList<>();

  RedisConnections(RedisConfig config, DriverContext context) {
    this.calls = DriverCalls.to(config.address(), context, new RedisErrors(config.address()));
    this.limit = config.poolSize();
    this.uri = uri(config, context.backend());
    this.resources = resources(context);
    this.client = RedisClient.create(resources, uri);
    client.setOptions(options(config));
    client.addListener(reconnects);
    this.shared = lane();
  }

  /** One connection, made when it is first needed, and again by the client when it is lost. */
  final class Lane<C extends StatefulConnection<String, byte[]>> {
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

  private Lane<StatefulRedisConnection<String, byte[]>> lane() {
    return lane(made -> made);
  }

  /** A connection of which {@code prepared} is told when it has been made. */
  Lane<StatefulRedisConnection<String, byte[]>> lane(
      UnaryOperator<StatefulRedisConnection<String, byte[]>> prepared) {
    return new Lane<>(() -> client.connectAsync(CODEC, uri).thenApply(prepared));
  }

  /** A connection for subscriptions, of which {@code prepared} is told when it has been made. */
  Lane<StatefulRedisPubSubConnection<String, byte[]>> subscribing(
      Function<
              StatefulRedisPubSubConnection<String, byte[]>,
              StatefulRedisPubSubConnection<String, byte[]>>
          prepared) {
    return new Lane<>(() -> client.connectPubSubAsync(CODEC, uri).thenApply(prepared));
  }

  DriverCalls calls() {
    return calls;
  }

  RedisClient client() {
    return client;
  }

  /** How often a connection was made again. */
  long reconnects() {
    return reconnects.count();
  }

  /** Sends one command on the shared connection and returns its answer. */
  <T extends @Nullable Object> T call(
      Function<RedisClusterAsyncCommands<String, byte[]>, ? extends Future<T>> command) {
    Deadline deadline = calls.begin();
    return await(command.apply(shared.get(deadline).async()), deadline);
  }

  /** Several commands on the shared connection, which have one deadline together. */
  Batch several(Deadline deadline) {
    return on(shared, deadline);
  }

  /** Several commands on a connection, which have one deadline together. */
  Batch on(Lane<StatefulRedisConnection<String, byte[]>> lane, Deadline deadline) {
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
    private final Lane<StatefulRedisConnection<String, byte[]>> lane;
    private int users;

    private Bulk(Lane<StatefulRedisConnection<String, byte[]>> lane) {
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

  /** Several commands on one connection, which have one deadline together. */
  final class Batch {
    private final StatefulRedisConnection<String, byte[]> connection;
    private final Deadline deadline;

    private Batch(StatefulRedisConnection<String, byte[]> connection, Deadline deadline) {
      this.connection = connection;
      this.deadline = deadline;
    }

    StatefulRedisConnection<String, byte[]> connection() {
      return connection;
    }

    RedisClusterAsyncCommands<String, byte[]> commands() {
      return connection.async();
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
      if (RedisErrors.wrongServer(e)) {
        renew();
      }
      throw e;
    }
  }

  /** Makes a round trip as single commands do, and fails if the server takes no writes. */
  void check() {
    Deadline deadline = calls.begin();
    var question = RedisFacts.question();
    shared.get(deadline).dispatch(question);
    if (RedisFacts.replica(await(question, deadline))) {
      renew();
      throw RedisFacts.ofReplica();
    }
  }

  /**
   * Drops all connections, once a second at most, for the client to make them again: the address
   * leads to a server that is a replica, and may lead to the primary by now.
   */
  void renew() {
    long now = System.nanoTime();
    long last = renewed.get();
    if (now - last >= RENEWAL_NANOS && renewed.compareAndSet(last, now)) {
      LOG.log(Level.WARNING, "the server is a replica: connecting to {0} again", uri);
      var unused = channels.close();
    }
  }

  /** Ends all connections and threads, waiting until the deadline. */
  void close(Deadline deadline) {
    long millis = Math.max(1, deadline.remaining().toMillis());
    closed = true;
    try {
      client.shutdownAsync(0, millis, TimeUnit.MILLISECONDS).get(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(Level.WARNING, "the connections to Redis did not end in order", e);
    } finally {
      var unused = channels.close(); // those that were being made
      resources.shutdown(0, millis, TimeUnit.MILLISECONDS).awaitUninterruptibly(millis);
    }
  }

  private ClientResources resources(DriverContext context) {
    return ClientResources.builder()
        .ioThreadPoolSize(2)
        .computationThreadPoolSize(2)
        .threadFactoryProvider(
            pool -> new DefaultThreadFactory(context.backend() + "-" + pool, true))
        .commandLatencyRecorder(CommandLatencyRecorder.disabled())
        .reconnectDelay(
            Delay.fullJitter(
                Duration.ofMillis(1), Duration.ofSeconds(1), 10, TimeUnit.MILLISECONDS))
        .nettyCustomizer(
            new NettyCustomizer() {
              @Override
              public void afterChannelInitialized(Channel channel) {
                channels.add(channel);
                if (closed) {
                  var unused = channel.close();
                }
                channel
                    .pipeline()
                    .replace(CommandEncoder.class, "redis-encoder", new RedisEncoder());
                channel
                    .pipeline()
                    .addFirst(
                        new RedisPulse(context.operationTimeout(), RedisConnections.this::renew));
              }
            })
        .build();
  }

  private static ClientOptions options(RedisConfig config) {
    ClientOptions.Builder options =
        ClientOptions.builder()
            .autoReconnect(true)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .replayFilter(command -> true)
            .requestQueueSize(1 << 20)
            .protocolVersion(ProtocolVersion.RESP3)
            .maintNotificationsConfig(MaintNotificationsConfig.disabled())
            .timeoutOptions(TimeoutOptions.create())
            .socketOptions(
                SocketOptions.builder()
                    .connectTimeout(config.connectTimeout())
                    .tcpNoDelay(true)
                    .build());
    Tls tls = config.tls();
    return (tls == null ? options : options.sslOptions(ssl(tls))).build();
  }

  private static SslOptions ssl(Tls tls) {
    SslOptions.Builder ssl = SslOptions.builder().jdkSslProvider();
    if (tls.ca() != null) {
      ssl.trustManager(tls.ca().toFile());
    }
    if (tls.certificate() != null && tls.key() != null) {
      ssl.keyManager(tls.certificate().toFile(), tls.key().toFile(), new char[0]);
    }
    return ssl.build();
  }

  private static RedisURI uri(RedisConfig config, String backend) {
    RedisURI uri = RedisURI.create(config.host(), config.port());
    uri.setTimeout(config.connectTimeout());
    uri.setDatabase(config.database());
    uri.setClientName(config.clientName().isEmpty() ? backend : config.clientName());
    uri.setLibraryName("");
    uri.setLibraryVersion("");
    uri.setCredentialsProvider(new Credentials(config));
    Tls tls = config.tls();
    if (tls != null) {
      uri.setSsl(true);
      uri.setVerifyPeer(
          switch (tls.verify()) {
            case FULL -> SslVerifyMode.FULL;
            case CA -> SslVerifyMode.CA;
            case NONE -> SslVerifyMode.NONE;
          });
    }
    return uri;
  }

  /** Asks for the password on every connection, so that a changed one is used. */
  private record Credentials(RedisConfig config) implements ImmediateRedisCredentialsProvider {
    @Override
    public RedisCredentials resolveCredentialsNow() {
      @Nullable String password = config.password() == null ? null : config.password().reveal();
      return RedisCredentials.just(config.username(), password);
    }

    @Override
    public String toString() {
      return "***";
    }
  }
}
