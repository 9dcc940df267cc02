package io.patternsdk.driver.nats;

import io.nats.client.Options;
import io.patternsdk.core.config.Secret;
import io.patternsdk.core.driver.Tls;
import io.patternsdk.driver.nats.auth.NKeyAuthHandler;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The client's options: what keeps it from repeating, buffering and waiting by itself. */
final class NatsOptions {
  private NatsOptions() {}

  static Options of(
      NatsConfig config,
      String name,
      Duration connectTimeout,
      NatsConnectionEvents events,
      ExecutorService threads) {
    Options.Builder options =
        Options.builder()
            .servers(config.servers.stream().map(URI::toString).toArray(String[]::new))
            .connectionName(name)
            .connectionTimeout(connectTimeout)
            .maxReconnects(config.maxReconnects)
            .reconnectDelayHandler(round -> pause(round, config.reconnectWait))
            // What is published while the connection is down fails instead of being kept.
            .reconnectBufferSize(0)
            .writeQueuePushTimeout(Duration.ofSeconds(2))
            // A dead connection is one that is silent for longer than it takes to ask and answer.
            // Counting pings instead would make a connection dead because callers are impatient.
            .pingInterval(config.pingInterval)
            .maxPingsOut(0)
            .socketReadTimeoutMillis(silence(config, connectTimeout))
            .dontForceFlushOnRequest()
            .reportNoResponders()
            .advancedRequestBehavior()
            // Others replace a host name by its address, which no certificate is made for.
            .hostnameResolveMode(Options.HostnameResolveMode.HappyEyeballs)
            .subjectValidationType(Options.SubjectValidationType.None)
            .connectionListener(events)
            .errorListener(events)
            .callbackExecutor(new SameThread())
            .executor(threads)
            .connectExecutor(threads);
    Tls tls = config.tls;
    if (tls != null) {
      options.sslContext(tls.context());
    }
    authenticate(options, config.credentials);
    return options.build();
  }

  /** From 100 ms doubling up to the longest, less up to a quarter so that not all come at once. */
  private static Duration pause(long round, Duration longest) {
    long millis = Math.min(longest.toMillis(), 100L << Math.min(20, Math.max(0, round - 1)));
    return Duration.ofMillis(millis - ThreadLocalRandom.current().nextLong(millis / 4 + 1));
  }

  private static int silence(NatsConfig config, Duration connectTimeout) {
    Duration answer = config.pingInterval.plus(config.pingInterval.dividedBy(2));
    Duration least = connectTimeout.plusMillis(200);
    Duration silence = answer.compareTo(least) < 0 ? least : answer;
    return (int) Math.min(Integer.MAX_VALUE, silence.plusSeconds(1).toMillis());
  }

  private static void authenticate(Options.Builder options, NatsCredentials credentials) {
    switch (credentials) {
      case NatsCredentials.Anonymous anonymous -> {}
      case NatsCredentials.Password(String username, Secret password) ->
          options.serverPool(new ServerList(username, password));
      case NatsCredentials.Token(Secret token) ->
          options.tokenSupplier(() -> token.reveal().toCharArray());
      case NatsCredentials.NKey(Secret seed) -> options.authHandler(NKeyAuthHandler.seed(seed));
      case NatsCredentials.Creds(Secret content) ->
          options.authHandler(NKeyAuthHandler.creds(content));
    }
  }

  /**
   * Runs the client's callbacks where they arise, so that a lost connection or a refusal is known
   * before anything that the server says later. What runs here never blocks.
   */
  static final class SameThread extends AbstractExecutorService {

    @Override
    public void execute(Runnable command) {
      command.run();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
