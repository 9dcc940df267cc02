package io.patternsdk.driver.redis;

import io.patternsdk.core.config.Secret;
import io.patternsdk.core.config.ServerAddress;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.driver.DriverSettings;
import io.patternsdk.core.driver.Tls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a {@link RedisConfig} from settings, noting everything that is wrong. */
final class RedisSettings {
  private static final int DEFAULT_PORT = 6379;
  private static final ServerAddress DEFAULT_ADDRESS =
      new ServerAddress("redis", "localhost", DEFAULT_PORT, "", null, null);

  private final Settings settings;
  private final ServerAddress address;

  private RedisSettings(Settings settings) {
    this.settings = settings;
    List<ServerAddress> addresses =
        settings
            .addresses("addresses", "redis", "rediss")
            .alias("address")
            .check(
                list -> list.size() == 1,
                "one address: clusters, sentinels and replicas are not supported")
            .check(
                list -> list.stream().allMatch(RedisSettings::wellFormed),
                "with /database after it or not, and user:password or :password before it or not")
            .orElse(List.of(DEFAULT_ADDRESS));
    this.address = addresses.getFirst();
  }

  static RedisConfig read(Settings s) {
    return new RedisSettings(s).read();
  }

  private RedisConfig read() {
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
    int port = address.port() < 0 ? DEFAULT_PORT : address.port();
    return RedisConfig.builder(address.host(), port)
        .tls(tls())
        .database(database())
        .credentials(username, password)
        .clientName(
            settings
                .string("client_name")
                .check(RedisSettings::printable, "printable ASCII without spaces")
                .orElse(""))
        .poolSize(
            settings.integer("pool_size").range(1, 1_000).orElse(RedisConfig.Builder.POOL_SIZE))
        .maxRetries(
            settings.integer("max_retries").range(0, 100).orElse(RedisConfig.Builder.MAX_RETRIES))
        .connectTimeout(
            DriverSettings.connectTimeout(settings, RedisConfig.Builder.CONNECT_TIMEOUT))
        .visibilityTimeout(
            DriverSettings.visibilityTimeout(settings, RedisConfig.Builder.VISIBILITY_TIMEOUT))
        .maxAttempts(DriverSettings.maxAttempts(settings, RedisConfig.Builder.MAX_ATTEMPTS))
        .subscriberBuffer(
            DriverSettings.subscriberBuffer(settings, RedisConfig.Builder.SUBSCRIBER_BUFFER))
        .maxValueBytes(
            settings
                .size("max_value_bytes")
                .range(1L << 10, 512L << 20)
                .orElse(RedisConfig.Builder.MAX_VALUE_BYTES))
        .build();
  }

  private static boolean wellFormed(ServerAddress address) {
    return (address.user() == null || address.password() != null)
        && address.path().matches("/?|/[0-9]{1,6}");
  }

  private int database() {
    String path = address.path().replace("/", "");
    Integer inAddress = path.isEmpty() ? null : Integer.valueOf(path);
    Integer set = settings.integer("database").range(0, 999_999).orNull();
    if (inAddress != null && set != null && !inAddress.equals(set)) {
      settings.problem("database", "differs from that in addresses", "keep one of them");
    }
    Integer database = set == null ? inAddress : set;
    return database == null ? 0 : database;
  }

  private @Nullable Tls tls() {
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
}
