package io.patternsdk.driver.postgres.connections;

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
 * Where a PostgreSQL is and how to use it; docs/drivers/postgres.md says what each part means.
 * Immutable.
 *
 * @param hosts the servers, one of which is the primary, without credentials and path
 */
public record PostgresConfig(
    List<ServerAddress> hosts,
    String database,
    String username,
    @Nullable Secret password,
    @Nullable Tls tls,
    String clientName,
    String schema,
    Tables tables,
    PostgresPool pool,
    int maxRetries,
    Duration connectTimeout,
    Duration visibilityTimeout,
    int maxAttempts,
    Optional<Duration> maxQueueIdle,
    int streamPartitions,
    Duration streamLease,
    int subscriberBuffer,
    long maxValueBytes) {

  private static final int DEFAULT_PORT = 5432;
  private static final ServerAddress DEFAULT_ADDRESS =
      new ServerAddress("postgres", "localhost", DEFAULT_PORT, "", null, null);

  /** Who makes the tables. */
  public enum Tables {
    /** The driver makes and migrates them. */
    CREATE,
    /** Somebody else has made them; the driver refuses to open without them. */
    REQUIRE
  }

  /**
   * Reads the settings of a backend.
   *
   * @throws io.patternsdk.core.config.ConfigException with everything that is wrong, unknown
   *     settings included
   */
  public static PostgresConfig from(Settings settings) {
    return settings.read(PostgresConfig::read);
  }

  private static PostgresConfig read(Settings settings) {
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
    Settings tls = settings.section("tls");
    Tls encryption = Tls.from(tls);
    return new PostgresConfig(
        addresses.stream().map(PostgresConfig::host).toList(),
        database(settings, first),
        Objects.requireNonNullElse(username, "postgres"),
        password,
        tls.present() ? encryption : null,
        settings
            .string("client_name")
            .check(PostgresConfig::printable, "at most 63 printable ASCII characters")
            .orElse(""),
        settings
            .string("schema")
            .check(s -> s.matches("[a-z_][a-z0-9_]{0,62}"), "lower-case letters, digits and _")
            .orElse("pattern"),
        settings.choice("tables", Tables.class).orElse(Tables.CREATE),
        PostgresPool.from(settings),
        settings.integer("max_retries").range(0, 100).orElse(3),
        DriverSettings.connectTimeout(settings, Duration.ofSeconds(3)),
        DriverSettings.visibilityTimeout(settings, Duration.ofSeconds(30)),
        DriverSettings.maxAttempts(settings, 5),
        DriverSettings.maxQueueIdle(settings),
        DriverSettings.streamPartitions(settings, 8),
        DriverSettings.streamLease(settings, Duration.ofSeconds(10)),
        DriverSettings.subscriberBuffer(settings, 16_384),
        settings.size("max_value_bytes").range(1L << 10, 128L << 20).orElse(16L << 20));
  }

  private static List<ServerAddress> addresses(Settings settings) {
    return settings
        .addresses("addresses", "postgres", "postgresql")
        .alias("address", "url")
        .check(list -> !list.isEmpty(), "one address or more")
        .check(
            list -> list.stream().allMatch(a -> a.path().matches("/?|/[^/]{1,63}")),
            "with /database after it or not")
        .check(
            list -> list.stream().skip(1).allMatch(a -> a.user() == null && a.path().isEmpty()),
            "credentials and /database at the first only, for they are those of all")
        .orElse(List.of(DEFAULT_ADDRESS));
  }

  private static ServerAddress host(ServerAddress address) {
    int port = address.port() < 0 ? DEFAULT_PORT : address.port();
    return new ServerAddress("postgres", address.host(), port, "", null, null);
  }

  private static String database(Settings settings, ServerAddress address) {
    String path = address.path().replace("/", "");
    String set = settings.string("database").check(d -> !d.isBlank(), "a name").orNull();
    if (!path.isEmpty() && set != null && !path.equals(set)) {
      settings.problem("database", "differs from that in addresses", "keep one of them");
    }
    String written = path.isEmpty() ? null : path;
    return Objects.requireNonNullElse(set == null ? written : set, "postgres");
  }

  private static boolean printable(String name) {
    return name.length() <= 63 && name.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }

  /** The addresses for messages, without credentials. */
  public String address() {
    return hosts.stream().map(ServerAddress::toString).collect(Collectors.joining(","));
  }
}
