package io.patternsdk.driver.redis;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Secret;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.driver.Tls;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a standalone Redis is and how to use it. Immutable; made by {@link #from} or {@link
 * #builder}.
 *
 * @param host its host name or address
 * @param port its port
 * @param tls how to encrypt; null for plain TCP
 * @param database the number of the database to select
 * @param username the ACL user; null for the default user
 * @param password the password, asked for on every connection; null for none
 * @param clientName what {@code CLIENT LIST} calls our connections; empty for the backend's name
 * @param poolSize the most connections for commands; subscriptions share one more
 * @param maxRetries how often a connection attempt is repeated while opening
 * @param connectTimeout how long one connection attempt may take
 * @param visibilityTimeout how long a delivery is hidden where the receiver does not say
 * @param maxAttempts after how many deliveries a message becomes a dead letter
 * @param subscriberBuffer the most messages that wait for one slow subscriber
 * @param maxValueBytes the largest value or message body, unless the server takes less
 */
public record RedisConfig(
    String host,
    int port,
    @Nullable Tls tls,
    int database,
    @Nullable String username,
    @Nullable Secret password,
    String clientName,
    int poolSize,
    int maxRetries,
    Duration connectTimeout,
    Duration visibilityTimeout,
    int maxAttempts,
    int subscriberBuffer,
    long maxValueBytes) {

  /** Checks that the numbers can work. */
  public RedisConfig {
    check(port > 0 && port < 65_536, "port", port);
    check(database >= 0, "database", database);
    check(poolSize > 0, "poolSize", poolSize);
    check(maxRetries >= 0, "maxRetries", maxRetries);
    check(connectTimeout.isPositive(), "connectTimeout", connectTimeout);
    check(visibilityTimeout.isPositive(), "visibilityTimeout", visibilityTimeout);
    check(maxAttempts > 0, "maxAttempts", maxAttempts);
    check(subscriberBuffer > 0, "subscriberBuffer", subscriberBuffer);
    check(maxValueBytes > 0, "maxValueBytes", maxValueBytes);
  }

  private static void check(boolean right, String name, Object value) {
    if (!right) {
      throw new IllegalArgumentException(name + " is " + value);
    }
  }

  /**
   * Reads the settings of a backend.
   *
   * @throws ConfigException with everything that is wrong, unknown settings included
   */
  public static RedisConfig from(Settings settings) {
    return settings.read(RedisSettings::read);
  }

  /** Starts with the defaults for this address. */
  public static Builder builder(String host, int port) {
    return new Builder(host, port);
  }

  /** Returns the address for messages, without credentials. */
  public String address() {
    String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return (tls == null ? "redis://" : "rediss://") + name + ":" + port;
  }

  /** Builds a {@link RedisConfig}; for one thread. */
  public static final class Builder {
    static final int POOL_SIZE = 4;
    static final int MAX_RETRIES = 3;
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    static final Duration VISIBILITY_TIMEOUT = Duration.ofSeconds(30);
    static final int MAX_ATTEMPTS = 5;
    static final int SUBSCRIBER_BUFFER = 16_384;
    static final long MAX_VALUE_BYTES = 16L << 20;

    private final String host;
    private final int port;
    private @Nullable Tls tls;
    private int database;
    private @Nullable String username;
    private @Nullable Secret password;
    private String clientName = "";
    private int poolSize = POOL_SIZE;
    private int maxRetries = MAX_RETRIES;
    private Duration connectTimeout = CONNECT_TIMEOUT;
    private Duration visibilityTimeout = VISIBILITY_TIMEOUT;
    private int maxAttempts = MAX_ATTEMPTS;
    private int subscriberBuffer = SUBSCRIBER_BUFFER;
    private long maxValueBytes = MAX_VALUE_BYTES;

    private Builder(String host, int port) {
      this.host = host;
      this.port = port;
    }

    /** Encrypts; plain TCP by default. */
    public Builder tls(@Nullable Tls tls) {
      this.tls = tls;
      return this;
    }

    /** Selects a database; 0 by default. */
    public Builder database(int database) {
      this.database = database;
      return this;
    }

    /** Sets the ACL user and its password; a null user is the default one. */
    public Builder credentials(@Nullable String username, @Nullable Secret password) {
      this.username = username;
      this.password = password;
      return this;
    }

    /** Sets what the server calls our connections; the backend's name by default. */
    public Builder clientName(String clientName) {
      this.clientName = clientName;
      return this;
    }

    /** Sets the most connections for commands, at least 1; 4 by default. */
    public Builder poolSize(int poolSize) {
      this.poolSize = poolSize;
      return this;
    }

    /** Sets how often a connection attempt is repeated while opening; 3 by default. */
    public Builder maxRetries(int maxRetries) {
      this.maxRetries = maxRetries;
      return this;
    }

    /** Sets how long one connection attempt may take; 3 seconds by default. */
    public Builder connectTimeout(Duration connectTimeout) {
      this.connectTimeout = connectTimeout;
      return this;
    }

    /** Sets how long a delivery is hidden by default; 30 seconds where it is not set. */
    public Builder visibilityTimeout(Duration visibilityTimeout) {
      this.visibilityTimeout = visibilityTimeout;
      return this;
    }

    /** Sets after how many deliveries a message becomes a dead letter; 5 by default. */
    public Builder maxAttempts(int maxAttempts) {
      this.maxAttempts = maxAttempts;
      return this;
    }

    /** Sets the most messages that wait for one slow subscriber; 16,384 by default. */
    public Builder subscriberBuffer(int subscriberBuffer) {
      this.subscriberBuffer = subscriberBuffer;
      return this;
    }

    /** Sets the largest value or message body; 16 MiB by default. */
    public Builder maxValueBytes(long maxValueBytes) {
      this.maxValueBytes = maxValueBytes;
      return this;
    }

    /** Returns the configuration. */
    public RedisConfig build() {
      return new RedisConfig(
          host,
          port,
          tls,
          database,
          username,
          password,
          clientName,
          poolSize,
          maxRetries,
          connectTimeout,
          visibilityTimeout,
          maxAttempts,
          subscriberBuffer,
          maxValueBytes);
    }
  }
}
