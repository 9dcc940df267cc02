package io.patternsdk.driver.nats;

import io.patternsdk.core.config.Settings;
import io.patternsdk.core.driver.Tls;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where NATS is and how to use it; docs/drivers/nats.md says what each part means. Immutable. */
final class NatsConfig {
  final List<URI> servers;
  final @Nullable Tls tls;
  final NatsCredentials credentials;
  final String clientName;
  final Duration connectTimeout;
  final int maxReconnects;
  final Duration reconnectWait;
  final Duration pingInterval;
  final Storage storage;
  final int replicas;
  final Duration visibilityTimeout;
  final int maxAttempts;
  final int subscriberBuffer;
  final int streamPartitions;
  final Duration streamLease;
  final @Nullable URI monitoring;
  final boolean syncTrusted;

  private NatsConfig(Builder builder) {
    this.servers = builder.servers;
    this.tls = builder.tls;
    this.credentials = builder.credentials;
    this.clientName = builder.clientName;
    this.connectTimeout = builder.connectTimeout;
    this.maxReconnects = builder.maxReconnects;
    this.reconnectWait = builder.reconnectWait;
    this.pingInterval = builder.pingInterval;
    this.storage = builder.storage;
    this.replicas = builder.replicas;
    this.visibilityTimeout = builder.visibilityTimeout;
    this.maxAttempts = builder.maxAttempts;
    this.subscriberBuffer = builder.subscriberBuffer;
    this.streamPartitions = builder.streamPartitions;
    this.streamLease = builder.streamLease;
    this.monitoring = builder.monitoring;
    this.syncTrusted = builder.syncTrusted;
  }

  /** Where a stream keeps its messages. */
  enum Storage {
    /** On the server's disk. */
    FILE,
    /** In the server's memory. */
    MEMORY
  }

  /**
   * Reads the settings of a backend.
   *
   * @throws io.patternsdk.core.config.ConfigException with everything that is wrong, unknown
   *     settings included
   */
  static NatsConfig from(Settings settings) {
    return settings.read(NatsSettings::read);
  }

  /** Starts with the defaults for the members of one cluster. */
  static Builder builder(List<URI> servers) {
    return new Builder(servers);
  }

  /** Returns the addresses for messages. */
  String address() {
    return String.join(",", servers.stream().map(URI::toString).toList());
  }

  /** Builds a {@link NatsConfig}; for one thread. */
  static final class Builder {
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    static final int MAX_RECONNECTS = -1;
    static final Duration RECONNECT_WAIT = Duration.ofSeconds(2);
    static final Duration PING_INTERVAL = Duration.ofSeconds(20);
    static final Duration VISIBILITY_TIMEOUT = Duration.ofSeconds(30);
    static final int MAX_ATTEMPTS = 5;
    static final int SUBSCRIBER_BUFFER = 1_000;
    static final int STREAM_PARTITIONS = 8;
    static final Duration STREAM_LEASE = Duration.ofSeconds(10);

    private final List<URI> servers;
    private @Nullable Tls tls;
    private NatsCredentials credentials = new NatsCredentials.Anonymous();
    private String clientName = "";
    private Duration connectTimeout = CONNECT_TIMEOUT;
    private int maxReconnects = MAX_RECONNECTS;
    private Duration reconnectWait = RECONNECT_WAIT;
    private Duration pingInterval = PING_INTERVAL;
    private Storage storage = Storage.FILE;
    private int replicas = 1;
    private Duration visibilityTimeout = VISIBILITY_TIMEOUT;
    private int maxAttempts = MAX_ATTEMPTS;
    private int subscriberBuffer = SUBSCRIBER_BUFFER;
    private int streamPartitions = STREAM_PARTITIONS;
    private Duration streamLease = STREAM_LEASE;
    private @Nullable URI monitoring;
    private boolean syncTrusted;

    private Builder(List<URI> servers) {
      this.servers = List.copyOf(servers);
    }

    /** Encrypts; plain TCP by default. */
    Builder tls(@Nullable Tls tls) {
      this.tls = tls;
      return this;
    }

    /** Says who we are; nobody in particular by default. */
    Builder credentials(NatsCredentials credentials) {
      this.credentials = credentials;
      return this;
    }

    /** Sets what the server calls our connection; the backend's name by default. */
    Builder clientName(String clientName) {
      this.clientName = clientName;
      return this;
    }

    /** Sets how long one connection attempt may take; 3 seconds by default. */
    Builder connectTimeout(Duration connectTimeout) {
      this.connectTimeout = connectTimeout;
      return this;
    }

    /** Sets how often a lost connection is tried again; -1, the default, for without end. */
    Builder maxReconnects(int maxReconnects) {
      this.maxReconnects = maxReconnects;
      return this;
    }

    /** Sets the longest wait before all servers are tried again; 2 seconds by default. */
    Builder reconnectWait(Duration reconnectWait) {
      this.reconnectWait = reconnectWait;
      return this;
    }

    /** Sets how often an idle connection is tried; every 20 seconds by default. */
    Builder pingInterval(Duration pingInterval) {
      this.pingInterval = pingInterval;
      return this;
    }

    /** Sets where new streams keep their messages; on disk by default. */
    Builder storage(Storage storage) {
      this.storage = storage;
      return this;
    }

    /** Sets how many servers keep each message of new streams; 1 by default. */
    Builder replicas(int replicas) {
      this.replicas = replicas;
      return this;
    }

    /** Sets how long a delivery is hidden by default; 30 seconds where it is not set. */
    Builder visibilityTimeout(Duration visibilityTimeout) {
      this.visibilityTimeout = visibilityTimeout;
      return this;
    }

    /** Sets after how many deliveries a message becomes a dead letter; 5 by default. */
    Builder maxAttempts(int maxAttempts) {
      this.maxAttempts = maxAttempts;
      return this;
    }

    /** Sets the most messages that wait for one slow subscriber; 1,000 by default. */
    Builder subscriberBuffer(int subscriberBuffer) {
      this.subscriberBuffer = subscriberBuffer;
      return this;
    }

    /** Sets where the server shows how it is set, to learn its {@code sync_interval}; none. */
    Builder monitoring(@Nullable URI monitoring) {
      this.monitoring = monitoring;
      return this;
    }

    /** Says that all servers have {@code sync_interval: always}, which no client can ask for. */
    Builder syncTrusted(boolean syncTrusted) {
      this.syncTrusted = syncTrusted;
      return this;
    }

    /** Sets how many partitions a stream gets at its first use; 8 by default. */
    Builder streamPartitions(int streamPartitions) {
      this.streamPartitions = streamPartitions;
      return this;
    }

    /** Sets how long a member of a group that is not heard of keeps its partitions; 10 seconds. */
    Builder streamLease(Duration streamLease) {
      this.streamLease = streamLease;
      return this;
    }

    /** Returns the configuration. */
    NatsConfig build() {
      return new NatsConfig(this);
    }
  }
}
