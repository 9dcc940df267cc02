package io.patternsdk.driver.nats;

import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_WILDCARDS;

import io.nats.client.Connection;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.driver.Capabilities;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** A connected NATS; owns the connection. */
public final class NatsDriver implements Driver {
  private final Link link;
  private final ExecutorService threads;
  private final NatsPubSub pubSub;
  private final String server;
  private final Capabilities capabilities;
  private final AtomicBoolean closed = new AtomicBoolean();

  private NatsDriver(NatsConfig config, DriverContext context, ExecutorService threads) {
    this.threads = threads;
    this.link = Connecting.connect(config, context, threads);
    Wire wire = new Wire(context.envelope());
    this.pubSub = new NatsPubSub(link, wire, config.subscriberBuffer());
    this.server = link.connection().getServerInfo().getVersion();
    this.capabilities = offer();
  }

  /**
   * Connects; the caller closes the driver.
   *
   * @throws OperationException if the server cannot be used, with the reason; nothing is left open
   */
  public static NatsDriver open(NatsConfig config, DriverContext context) {
    ExecutorService threads =
        Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("nats-" + context.backend() + "-", 1).factory());
    try {
      return new NatsDriver(config, context, threads);
    } catch (RuntimeException | Error e) {
      threads.shutdownNow();
      throw e;
    }
  }

  private Capabilities offer() {
    long payload = link.connection().getServerInfo().getMaxPayload();
    long body = payload - Math.min(64 << 10, payload / 4);
    Traits passing =
        Traits.builder()
            .maxValueBytes(body)
            .durability(Traits.Durability.VOLATILE, "nothing is stored")
            .build();
    return Capabilities.builder()
        .add(PUBSUB_BASIC, pubSub, passing)
        .add(PUBSUB_WILDCARDS, pubSub, passing)
        .build();
  }

  @Override
  public DriverInfo info() {
    Properties release = release();
    return DriverInfo.builder(NatsDriverProvider.NAME)
        .version(release.getProperty("version", ""))
        .client(release.getProperty("client", ""))
        .server("NATS " + server)
        .build();
  }

  private static Properties release() {
    Properties release = new Properties();
    try (InputStream in =
        NatsDriver.class.getResourceAsStream("/META-INF/io.patternsdk/driver-nats.properties")) {
      if (in != null) {
        release.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return release;
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Health health(Deadline deadline) {
    try {
      deadline.run(
          () -> {
            link.confirm(link.epoch(), link.begin());
            return true;
          });
      return Health.up();
    } catch (OperationException e) {
      return Health.down(String.valueOf(e.getMessage()));
    }
  }

  /** Returns the {@link Connection}. */
  @Override
  public <T> Optional<T> unwrap(Class<T> type) {
    return type.isInstance(link.connection())
        ? Optional.of(type.cast(link.connection()))
        : Optional.empty();
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    pubSub.close(link.bounded());
    link.close();
    threads.shutdown();
  }
}
