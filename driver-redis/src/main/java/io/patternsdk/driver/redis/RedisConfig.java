package io.patternsdk.driver.redis;

import io.patternsdk.core.config.Secret;
import io.patternsdk.core.config.ServerAddress;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.driver.DriverSettings;
import io.patternsdk.core.driver.Tls;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where Redis is and how to use it; docs/drivers/redis.md says what each part means. Immutable. */
record RedisConfig(
    RedisMode mode,
    List<Host> hosts,
    @Nullable Sentinel sentinel,
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
    boolean readsFromReplicas,
    int streamPartitions,
    Duration streamLease,
    long maxValueBytes) {

  private static final ServerAddress DEFAULT_ADDRESS =
      new ServerAddress("redis", "localhost", -1, "", null, null);

  /** A server's name or IP address, and its port. */
  record Host(String name, int port) {
    @Override
    public String toString() {
      return (name.indexOf(':') < 0 ? name : "[" + name + "]") + ":" + port;
    }
  }

  /**
   * What the servers are asked that know which is the primary.
   *
   * @param master what they call it
   */
  record Sentinel(String master, @Nullable String username, @Nullable Secret password) {}

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
    RedisMode mode = settings.choice("mode", RedisMode.class).orElse(RedisMode.STANDALONE);
    List<ServerAddress> addresses = addresses(settings, mode);
    ServerAddress address = addresses.getFirst();
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
        mode,
        addresses.stream().map(each -> host(each, mode)).toList(),
        sentinel(settings, mode),
        tls(settings, address),
        database(settings, address, mode),
        username,
        password,
        settings
            .string("client_name")
            .check(RedisConfig::printable, "printable ASCII without spaces")
            .orElse(""),
        settings.integer("pool_size").range(1, 1_000).orElse(4),
        settings.integer("max_retries").range(0, 100).orElse(3),
        DriverSettings.connectTimeout(settings, mode.connectTimeout()),
        DriverSettings.visibilityTimeout(settings, Duration.ofSeconds(30)),
        DriverSettings.maxAttempts(settings, 5),
        DriverSettings.maxQueueIdle(settings),
        DriverSettings.subscriberBuffer(settings, 16_384),
        settings.choice("replicas", "trusted").optional().isPresent(),
        readsFromReplicas(settings, mode),
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

  private static List<ServerAddress> addresses(Settings settings, RedisMode mode) {
    return settings
        .addresses("addresses", "redis", "rediss")
        .alias("address")
        .check(
            list -> list.size() == 1 || mode != RedisMode.STANDALONE,
            "one address; with mode: cluster or mode: sentinel several")
        .check(
            list -> list.stream().allMatch(RedisConfig::wellFormed),
            "with /database after it or not, and user:password or :password before it or not")
        .check(
            list -> list.stream().map(RedisConfig::common).distinct().count() <= 1,
            "alike but for host and port")
        .orElse(List.of(DEFAULT_ADDRESS));
  }

  private static boolean readsFromReplicas(Settings settings, RedisMode mode) {
    boolean replicas =
        settings.choice("reads", "primary", "replicas").orElse("").equals("replicas");
    if (replicas && mode != RedisMode.CLUSTER) {
      settings.problem(
          "reads",
          "is replicas, and mode: " + mode + " leads to the primary alone",
          "mode: cluster");
    }
    return replicas;
  }

  /** What all addresses have to say alike. */
  private static List<String> common(ServerAddress address) {
    String user = address.user() == null ? "" : address.user().reveal();
    String password = address.password() == null ? "" : address.password().reveal();
    return List.of(address.scheme(), user, password, address.path());
  }

  private static Host host(ServerAddress address, RedisMode mode) {
    return new Host(address.host(), address.port() < 0 ? mode.port() : address.port());
  }

  private static @Nullable Sentinel sentinel(Settings settings, RedisMode mode) {
    Settings section = settings.section("sentinel");
    boolean asked = mode == RedisMode.SENTINEL;
    String master = section.string("master").check(m -> !m.isBlank(), "a name").orNull();
    String username = section.string("username").guarding().orNull();
    Secret password = section.secret("password").orNull();
    if (asked && master == null) {
      settings.problem("sentinel.master", "is not set", "what the sentinels call the primary");
    }
    if (!asked && section.present()) {
      settings.problem("sentinel", "means nothing to mode: " + mode, "write mode: sentinel");
    }
    return asked && master != null ? new Sentinel(master, username, password) : null;
  }

  private static boolean wellFormed(ServerAddress address) {
    return (address.user() == null || address.password() != null)
        && address.path().matches("/?|/[0-9]{1,6}");
  }

  private static int database(Settings settings, ServerAddress address, RedisMode mode) {
    String path = address.path().replace("/", "");
    Integer inAddress = path.isEmpty() ? null : Integer.valueOf(path);
    Integer set = settings.integer("database").range(0, 999_999).orNull();
    if (inAddress != null && set != null && !inAddress.equals(set)) {
      settings.problem("database", "differs from that in addresses", "keep one of them");
    }
    Integer database = set == null ? inAddress : set;
    if (mode == RedisMode.CLUSTER && database != null && database != 0) {
      settings.problem("database", "is " + database + ": a cluster has only 0", "leave it out");
    }
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

  /** The addresses for messages, without credentials. */
  String address() {
    String all = hosts.stream().map(Host::toString).collect(Collectors.joining(","));
    return (tls == null ? "redis://" : "rediss://") + all;
  }
}
