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
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.patternsdk.core.config.Secret;
import io.patternsdk.core.driver.Tls;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lettuce, set as the settings want it. */
record RedisClients(RedisConfig config, String backend) {
  /** The least time between two questions who holds what for which something gave reason. */
  private static final Duration REFRESH_PAUSE = Duration.ofMillis(500);

  /** For what nothing gives reason to ask: a server that was added and holds nothing yet. */
  private static final Duration REFRESH_PERIOD = Duration.ofSeconds(30);

  /** What clients share, of which {@code made} hears of each connection. */
  ClientResources resources(Consumer<Channel> made) {
    return ClientResources.builder()
        .ioThreadPoolSize(2)
        .computationThreadPoolSize(2)
        .threadFactoryProvider(pool -> new DefaultThreadFactory(backend + "-" + pool, true))
        .commandLatencyRecorder(CommandLatencyRecorder.disabled())
        .reconnectDelay(
            Delay.fullJitter(
                Duration.ofMillis(1), Duration.ofSeconds(1), 10, TimeUnit.MILLISECONDS))
        .nettyCustomizer(
            new NettyCustomizer() {
              @Override
              public void afterChannelInitialized(Channel channel) {
                made.accept(channel);
              }
            })
        .build();
  }

  /** The servers that are configured, with a client of their own. */
  RedisTopology topology(ClientResources resources, ChannelGroup channels) {
    return switch (config.mode()) {
      case STANDALONE -> one(resources, uri(config.hosts().getFirst()), channels);
      case SENTINEL -> one(resources, primary(), channels);
      case CLUSTER -> cluster(resources);
    };
  }

  private RedisTopology one(ClientResources resources, RedisURI uri, ChannelGroup channels) {
    RedisClient client = RedisClient.create(resources, uri);
    ClientOptions.Builder options = ClientOptions.builder();
    set(options);
    client.setOptions(options.build());
    return new OneRedis(client, uri, channels);
  }

  private RedisTopology cluster(ClientResources resources) {
    List<RedisURI> uris = config.hosts().stream().map(this::uri).toList();
    RedisClusterClient client = RedisClusterClient.create(resources, uris);
    ClusterClientOptions.Builder options = ClusterClientOptions.builder();
    set(options);
    client.setOptions(
        options
            .topologyRefreshOptions(
                ClusterTopologyRefreshOptions.builder()
                    .adaptiveRefreshTriggersTimeout(REFRESH_PAUSE)
                    .refreshTriggersReconnectAttempts(1)
                    .enablePeriodicRefresh(REFRESH_PERIOD)
                    .build())
            .build());
    return new ClusteredRedis(client);
  }

  private void set(ClientOptions.Builder options) {
    var unused =
        options
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
    if (tls != null) {
      var unusedToo = options.sslOptions(ssl(tls));
    }
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

  private RedisURI uri(RedisConfig.Host host) {
    return set(RedisURI.create(host.name(), host.port()));
  }

  /** What leads to the primary by asking sentinels for it, each time anew. */
  private RedisURI primary() {
    RedisConfig.Sentinel sentinel = Objects.requireNonNull(config.sentinel());
    RedisURI uri = new RedisURI();
    uri.setSentinelMasterId(sentinel.master());
    for (RedisConfig.Host host : config.hosts()) {
      RedisURI each = RedisURI.create(host.name(), host.port());
      each.setTimeout(config.connectTimeout());
      if (sentinel.password() != null) {
        each.setCredentialsProvider(new Credentials(sentinel::username, sentinel::password));
      }
      encrypt(each);
      uri.getSentinels().add(each);
    }
    return set(uri);
  }

  private RedisURI set(RedisURI uri) {
    uri.setTimeout(config.connectTimeout());
    uri.setDatabase(config.database());
    uri.setClientName(config.clientName().isEmpty() ? backend : config.clientName());
    uri.setLibraryName("");
    uri.setLibraryVersion("");
    uri.setCredentialsProvider(new Credentials(config::username, config::password));
    encrypt(uri);
    return uri;
  }

  private void encrypt(RedisURI uri) {
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
  }

  /** Asks for the password on every connection, so that a changed one is used. */
  private record Credentials(
      Supplier<@Nullable String> username, Supplier<@Nullable Secret> password)
      implements ImmediateRedisCredentialsProvider {
    @Override
    public RedisCredentials resolveCredentialsNow() {
      Secret secret = password.get();
      @Nullable String revealed = secret == null ? null : secret.reveal();
      return RedisCredentials.just(username.get(), revealed);
    }

    @Override
    public String toString() {
      return "***";
    }
  }
}
