package io.patternsdk.driver.redis;

import io.patternsdk.core.config.Secret;
import io.patternsdk.core.config.ServerAddress;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.driver.DriverSettings;
import io.patternsdk.core.driver.Tls;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a standalone Redis is and how to use it; docs/drivers/redis.md says what each part means.
 * Immutable.
 */
record RedisConfig(
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
    Optional<Duration> maxQueueIdle,
    int subscriberBuffer,
    boolean replicasTrusted,
    int streamPartitions,
    Duration streamLease,
    long maxValueBytes) {

  private static final int DEFAULT_PORT = 6379;
  private static final ServerAddress DEFAULT_ADDRESS =
      new ServerAddress("redis", "localhost", DEFAULT_PORT, "", null, null);

  /**
   * Reads the settings of a backend.
   *
   * @throws io.patternsdk.core.config.ConfigException with everything that is wrong, unknown
   *     settings included
   */
  static RedisConfig from(Settings settings) {
    return settings.read(RedisConfig::read);
  }

  private static RedisConfig read(Settings settings) {
    ServerAddress address = address(settings);
    Secret password = settings.secret("password").orNull();
    String username =
        settings.string("username").guarding().check(u -> !u.isBlank(), "a name").orNull();
    Secret given = address.password();
    if (given != null) {
      if (username != null || password != null) {
        settings.problem(
            "addresses", "has credentials, and so have username or password", "keep one of them");
      }
      String user = address.user() == null ? "" : address.user().reveal();
      username = user.isEmpty() ? null : user;
      password = given;
    }
    if (username != null && password == null) {
      settings.problem("username", "has no password", "set password as well");
    }
    refusePoolKeys(settings);
    return new RedisConfig(
        address.host(),
        address.port() < 0 ? DEFAULT_PORT : address.port(),
        tls(settings, address),
        database(settings, address),
        username,
        password,
        settings
            .string("client_name")
            .check(RedisConfig::printable, "printable ASCII without spaces")
            .orElse(""),
        settings.integer("pool_size").range(1, 1_000).orElse(4),
        settings.integer("max_retries").range(0, 100).orElse(3),
        DriverSettings.connectTimeout(settings, Duration.ofSeconds(3)),
        DriverSettings.visibilityTimeout(settings, Duration.ofSeconds(30)),
        DriverSettings.maxAttempts(settings, 5),
        DriverSettings.maxQueueIdle(settings),
        DriverSettings.subscriberBuffer(settings, 16_384),
        settings.choice("replicas", "trusted").optional().isPresent(),
        DriverSettings.streamPartitions(settings, 8),
        DriverSettings.streamLease(settings, Duration.ofSeconds(10)),
        settings.size("max_value_bytes").range(1L << 10, 512L << 20).orElse(16L << 20));
  }

  /** Connections carry many calls at once: they are not lent, and none is kept for later. */
  private static void refusePoolKeys(Settings settings) {
    String stays = "means nothing to Redis: a connection that was opened stays open";
    settings.refuse("min_idle", stays, "leave it out");
    settings.refuse("idle_timeout", stays, "leave it out");
    settings.refuse(
        "max_age",
        "means nothing to Redis: each connection is asked whether it lives, and made anew if not",
        "leave it out");
    settings.refuse(
        "idle_check",
        "means nothing to Redis: idle or not, each connection is asked once in the operation"
            + " timeout",
        "operation_timeout of the backend");
    settings.refuse(
        "pool_timeout",
        "means nothing to Redis: calls share connections and wait for none",
        "concurrency.bulkhead of the slot bounds calls");
    settings.refuse(
        "profile",
        "means nothing to Redis: a few connections carry any number of calls",
        "pool_size, for batches and walks");
  }

  private static ServerAddress address(Settings settings) {
    return settings
        .addresses("addresses", "redis", "rediss")
        .alias("address")
        .check(
            list -> list.size() == 1,
            "one address: clusters, sentinels and replicas are not supported")
        .check(
            list -> list.stream().allMatch(RedisConfig::wellFormed),
            "with /database after it or not, and user:password or :password before it or not")
        .orElse(List.of(DEFAULT_ADDRESS))
        .getFirst();
  }

  private static boolean wellFormed(ServerAddress address) {
    return (address.user() == null || address.password() != null)
        && address.path().matches("/?|/[0-9]{1,6}");
  }

  private static int database(Settings settings, ServerAddress address) {
    String path = address.path().replace("/", "");
    Integer inAddress = path.isEmpty() ? null : Integer.valueOf(path);
    Integer set = settings.integer("database").range(0, 999_999).orNull();
    if (inAddress != null && set != null && !inAddress.equals(set)) {
      settings.problem("database", "differs from that in addresses", "keep one of them");
    }
    Integer database = set == null ? inAddress : set;
    return database == null ? 0 : database;
  }

  private static @Nullable Tls tls(Settings settings, ServerAddress address) {
    Settings section = settings.section("tls");
    Tls tls = Tls.from(section);
    boolean encrypted = address.scheme().equals("rediss");
    if (section.present() && !encrypted) {
      settings.problem("tls", "is set but the address is not encrypted", "write rediss://");
    }
    return encrypted ? tls : null;
  }

  private static boolean printable(String name) {
    return name.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  /** The address for messages, without credentials. */
  String address() {
    String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return (tls == null ? "redis://" : "rediss://") + name + ":" + port;
  }
}
