package io.patternsdk.driver.redis;

import io.patternsdk.core.config.Secret;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.driver.DriverSettings;
import io.patternsdk.core.driver.Tls;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a {@link RedisConfig} from settings, noting everything that is wrong. */
final class RedisSettings {
  private static final URI DEFAULT_ADDRESS = URI.create("redis://localhost:6379");
  private static final int DEFAULT_PORT = 6379;

  private final Settings settings;
  private final URI address;

  private RedisSettings(Settings settings) {
    this.settings = settings;
    List<URI> addresses =
        settings
            .uris("addresses")
            .alias("address")
            .check(
                list -> list.size() == 1,
                "one address: clusters, sentinels and replicas are not supported")
            .check(
                list -> list.stream().allMatch(RedisSettings::wellFormed),
                "redis://host:port or rediss://host:port, with /database after it or not")
            .orElse(List.of(DEFAULT_ADDRESS));
    this.address = addresses.getFirst();
  }

  static RedisConfig read(Settings s) {
    return new RedisSettings(s).read();
  }

  private RedisConfig read() {
    Secret password = settings.secret("password").orNull();
    String username = settings.string("username").check(u -> !u.isBlank(), "a name").orNull();
    String[] given = userinfo();
    if (given.length == 2) {
      if (username != null || password != null) {
        settings.problem(
            "addresses", "has credentials, and so have username or password", "keep one of them");
      }
      username = given[0].isEmpty() ? null : given[0];
      password = Secret.of(given[1]);
    }
    if (username != null && password == null) {
      settings.problem("username", "has no password", "set password as well");
    }
    int port = address.getPort() < 0 ? DEFAULT_PORT : address.getPort();
    return RedisConfig.builder(host(), port)
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

  private static boolean wellFormed(URI uri) {
    boolean scheme = "redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme());
    String path = Objects.requireNonNullElse(uri.getPath(), "");
    String user = uri.getUserInfo();
    return scheme
        && uri.getHost() != null
        && uri.getPort() != 0
        && uri.getPort() < 65_536
        && uri.getQuery() == null
        && uri.getFragment() == null
        && (user == null || user.indexOf(':') >= 0)
        && path.matches("/?|/[0-9]{1,6}");
  }

  private String host() {
    String host = address.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private String[] userinfo() {
    String info = address.getUserInfo();
    return info == null ? new String[0] : info.split(":", 2);
  }

  private int database() {
    String path = Objects.requireNonNullElse(address.getPath(), "").replace("/", "");
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
    boolean encrypted = "rediss".equals(address.getScheme());
    if (section.present() && !encrypted) {
      settings.problem("tls", "is set but the address is not encrypted", "write rediss://");
    }
    return encrypted ? tls : null;
  }

  private static boolean printable(String name) {
    return name.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }
}
