package io.patternsdk.driver.clickhouse;

import io.patternsdk.core.config.Secret;
import io.patternsdk.core.config.ServerAddress;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.driver.DriverSettings;
import io.patternsdk.core.driver.Tls;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a ClickHouse is and how to use it; docs/drivers/clickhouse.md says what each part means.
 * Immutable.
 *
 * @param hosts the servers, of which the first that answers is used, without credentials and path
 */
record ClickHouseConfig(
    List<ServerAddress> hosts,
    String database,
    String username,
    @Nullable Secret password,
    Tls tls,
    Tables tables,
    Optional<String> cluster,
    boolean replicated,
    boolean fsync,
    int deduplicationWindow,
    Batches batches,
    boolean compressed,
    int poolSize,
    Duration poolTimeout,
    int maxRetries,
    Duration connectTimeout) {

  private static final int PLAIN_PORT = 8123;
  private static final int TLS_PORT = 8443;
  private static final ServerAddress DEFAULT_ADDRESS =
      new ServerAddress("http", "localhost", PLAIN_PORT, "", null, null);

  /** Who makes the driver's own tables. */
  enum Tables {
    /** The driver makes them. */
    CREATE,
    /** Somebody else has made them; the driver refuses to open without them. */
    REQUIRE
  }

  /**
   * How points of many callers become few insertions.
   *
   * @param points how many points are enough to insert them at once
   * @param delay how long points wait for others
   * @param buffer how many points may wait; who has more waits itself
   * @param parallel how many insertions are under way at once
   */
  record Batches(int points, Duration delay, int buffer, int parallel) {
    private static Batches read(Settings settings) {
      int points = settings.integer("batch_points").range(1, 1_000_000).orElse(50_000);
      int buffer = settings.integer("batch_buffer").range(1, 10_000_000).orElse(10 * points);
      if (buffer < points) {
        settings.problem(
            "batch_buffer", "is less than batch_points", "set it to batch_points or more");
      }
      return new Batches(
          points,
          settings
              .duration("batch_delay")
              .range(Duration.ZERO, Duration.ofSeconds(10))
              .orElse(Duration.ofMillis(20)),
          buffer,
          settings.integer("batch_parallelism").range(1, 64).orElse(2));
    }
  }

  /**
   * Reads the settings of a backend.
   *
   * @throws io.patternsdk.core.config.ConfigException with everything that is wrong, unknown
   *     settings included
   */
  static ClickHouseConfig from(Settings settings) {
    return settings.read(ClickHouseConfig::read);
  }

  private static ClickHouseConfig read(Settings settings) {
    refusePoolKeys(settings);
    List<ServerAddress> addresses = addresses(settings);
    ServerAddress first = addresses.getFirst();
    Secret password = settings.secret("password").orNull();
    String username =
        settings.string("username").guarding().check(u -> !u.isBlank(), "a name").orNull();
    if (first.user() != null) {
      if (username != null || (password != null && first.password() != null)) {
        settings.problem(
            "addresses", "has credentials, and so have username or password", "keep one of them");
      }
      username = first.user().reveal();
      password = first.password() == null ? password : first.password();
    }
    return new ClickHouseConfig(
        addresses.stream().map(ClickHouseConfig::host).toList(),
        settings.string("database").check(d -> !d.isBlank(), "a name").orElse("default"),
        Objects.requireNonNullElse(username, "default"),
        password,
        Tls.from(settings.section("tls")),
        settings.choice("tables", Tables.class).orElse(Tables.CREATE),
        settings.string("cluster").check(c -> !c.isBlank(), "a name").optional(),
        settings.bool("replicated").orElse(false),
        settings.bool("fsync").orElse(false),
        settings.integer("deduplication_window").range(1, 1_000_000).orElse(1_000),
        Batches.read(settings),
        settings.choice("compression", "lz4", "none").orElse("lz4").equals("lz4"),
        settings.integer("pool_size").range(1, 1_000).orElse(16),
        settings
            .duration("pool_timeout")
            .range(Duration.ofMillis(10), Duration.ofMinutes(5))
            .orElse(Duration.ofSeconds(4)),
        settings.integer("max_retries").range(0, 100).orElse(3),
        DriverSettings.connectTimeout(settings, Duration.ofSeconds(3)));
  }

  private static void refusePoolKeys(Settings settings) {
    for (String name : List.of("min_idle", "max_age", "idle_timeout", "idle_check", "profile")) {
      settings.refuse(
          name,
          "means nothing to ClickHouse: a connection stays open for as long as the server says",
          "leave it out");
    }
  }

  private static List<ServerAddress> addresses(Settings settings) {
    return settings
        .addresses("addresses", "http", "https")
        .alias("address", "url")
        .check(list -> !list.isEmpty(), "one address or more")
        .check(
            list -> list.stream().allMatch(a -> a.path().matches("/?")),
            "without a path: the database is a setting")
        .check(
            list -> list.stream().skip(1).allMatch(a -> a.user() == null),
            "credentials at the first only, for they are those of all")
        .orElse(List.of(DEFAULT_ADDRESS));
  }

  private static ServerAddress host(ServerAddress address) {
    int standard = address.scheme().equals("https") ? TLS_PORT : PLAIN_PORT;
    int port = address.port() < 0 ? standard : address.port();
    return new ServerAddress(address.scheme(), address.host(), port, "", null, null);
  }

  /** The addresses for messages, without credentials. */
  String address() {
    return hosts.stream().map(ServerAddress::toString).collect(Collectors.joining(","));
  }
}
