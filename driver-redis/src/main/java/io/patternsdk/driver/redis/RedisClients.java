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
import io.lettuce.core.resource.ClientResources;
import io.patternsdk.core.driver.Tls;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sets lettuce up. While a connection is lost commands are refused, and those that were sent fail:
 * nothing is ever sent twice. Lettuce makes lost connections again, after at most a second each
 * time, and asks for the password anew.
 */
final class RedisClients {

  private static final SocketOptions.KeepAliveOptions KEEP_ALIVE =
      SocketOptions.KeepAliveOptions.builder()
          .enable()
          .idle(Duration.ofSeconds(15))
          .interval(Duration.ofSeconds(5))
          .count(3)
          .build();
  private static final Logger LOG = System.getLogger(RedisClients.class.getName());

  private RedisClients() {}

  static RedisClient create(RedisConfig config, String backend) {
    RedisClient client = new LeanClient(new LeanResources(backend), uri(config, backend));
    client.setOptions(options(config));
    return client;
  }

  /** Ends the client's connections and threads, waiting for at most {@code limit}. */
  static void shutdown(RedisClient client, Duration limit) {
    long millis = Math.max(1, limit.toMillis());
    ClientResources resources = client.getResources();
    try {
      client.shutdownAsync(0, millis, TimeUnit.MILLISECONDS).get(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(Level.WARNING, "the connections to Redis did not end in order", e);
    } finally {
      resources.shutdown(0, millis, TimeUnit.MILLISECONDS).awaitUninterruptibly(millis);
    }
  }

  private static ClientOptions options(RedisConfig config) {
    ClientOptions.Builder options =
        ClientOptions.builder()
            .autoReconnect(true)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .replayFilter(command -> true)
            .requestQueueSize(1 << 20)
            .maintNotificationsConfig(MaintNotificationsConfig.disabled())
            .timeoutOptions(TimeoutOptions.create())
            .socketOptions(
                SocketOptions.builder()
                    .connectTimeout(config.connectTimeout())
                    .keepAlive(KEEP_ALIVE)
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

  /** Where to connect, and as whom. */
  static RedisURI uri(RedisConfig config, String backend) {
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
