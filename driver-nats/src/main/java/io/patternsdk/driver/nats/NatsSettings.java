package io.patternsdk.driver.nats;

import io.patternsdk.core.config.Secret;
import io.patternsdk.core.config.ServerAddress;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.driver.DriverSettings;
import io.patternsdk.core.driver.Tls;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a {@link NatsConfig} from settings, noting everything that is wrong. */
final class NatsSettings {
  private static final ServerAddress DEFAULT_SERVER =
      new ServerAddress("nats", "localhost", 4222, "", null, null);

  private final Settings settings;
  private final List<ServerAddress> given;

  private NatsSettings(Settings settings) {
    this.settings = settings;
    this.given =
        settings
            .addresses("url", "nats", "tls")
            .alias("urls")
            .check(urls -> !urls.isEmpty(), "at least one address")
            .check(
                urls -> urls.stream().allMatch(url -> url.path().matches("/?")), "without a path")
            .check(
                urls -> urls.stream().map(NatsSettings::encrypted).distinct().count() <= 1,
                "all of them encrypted or none")
            .orElse(List.of(DEFAULT_SERVER));
  }

  static NatsConfig read(Settings settings) {
    return new NatsSettings(settings).read();
  }

  private NatsConfig read() {
    refusePoolKeys();
    return NatsConfig.builder(given.stream().map(NatsSettings::server).toList())
        .tls(tls())
        .credentials(credentials())
        .clientName(settings.string("client_name").orElse(""))
        .connectTimeout(DriverSettings.connectTimeout(settings, NatsConfig.Builder.CONNECT_TIMEOUT))
        .maxReconnects(
            settings
                .integer("max_reconnects")
                .range(-1, Integer.MAX_VALUE - 1)
                .orElse(NatsConfig.Builder.MAX_RECONNECTS))
        .reconnectWait(
            settings
                .duration("reconnect_wait")
                .range(Duration.ofMillis(1), Duration.ofMinutes(5))
                .orElse(NatsConfig.Builder.RECONNECT_WAIT))
        .pingInterval(
            settings
                .duration("ping_interval")
                .range(Duration.ofMillis(100), Duration.ofHours(1))
                .orElse(NatsConfig.Builder.PING_INTERVAL))
        .storage(
            settings.choice("storage", NatsConfig.Storage.class).orElse(NatsConfig.Storage.FILE))
        .replicas(settings.integer("replicas").range(1, 5).orElse(1))
        .visibilityTimeout(
            DriverSettings.visibilityTimeout(settings, NatsConfig.Builder.VISIBILITY_TIMEOUT))
        .maxAttempts(DriverSettings.maxAttempts(settings, NatsConfig.Builder.MAX_ATTEMPTS))
        .subscriberBuffer(
            DriverSettings.subscriberBuffer(settings, NatsConfig.Builder.SUBSCRIBER_BUFFER))
        .streamPartitions(
            DriverSettings.streamPartitions(settings, NatsConfig.Builder.STREAM_PARTITIONS))
        .streamLease(DriverSettings.streamLease(settings, NatsConfig.Builder.STREAM_LEASE))
        .monitoring(
            settings
                .uri("monitoring")
                .check(
                    page ->
                        page.getHost() != null
                            && List.of("http", "https").contains(String.valueOf(page.getScheme())),
                    "an address that begins with http:// or https://")
                .orNull())
        .syncTrusted(settings.choice("sync_always", "trusted").optional().isPresent())
        .build();
  }

  private void refusePoolKeys() {
    for (String name : List.of("pool_size", "min_idle", "max_age", "idle_timeout", "profile")) {
      settings.refuse(
          name, "means nothing to NATS: all calls share one connection", "leave it out");
    }
    settings.refuse(
        "pool_timeout",
        "means nothing to NATS: calls share one connection and do not wait for it",
        "concurrency.bulkhead of the slot bounds calls");
    settings.refuse(
        "idle_check",
        "means nothing to NATS: the client asks the server whether it lives",
        "ping_interval");
    settings.refuse(
        "max_retries",
        "means nothing to NATS: the client makes a lost connection again without end",
        "max_reconnects");
  }

  private static boolean encrypted(ServerAddress address) {
    return address.scheme().equals("tls");
  }

  private static URI server(ServerAddress address) {
    return address.withPath("").uri();
  }

  private NatsCredentials credentials() {
    List<NatsCredentials> all = new ArrayList<>();
    NatsCredentials inAddress = inAddress();
    if (inAddress != null) {
      all.add(inAddress);
    }
    String username =
        settings.string("username").guarding().check(u -> !u.isBlank(), "a name").orNull();
    Secret password = settings.secret("password").orNull();
    if ((username == null) != (password == null)) {
      String there = username == null ? "password" : "username";
      settings.problem(there, "stands alone", "set username and password, or neither");
    } else if (username != null && password != null) {
      all.add(new NatsCredentials.Password(username, password));
    }
    settings.secret("token").optional().map(NatsCredentials.Token::new).ifPresent(all::add);
    settings.secret("nkey").optional().map(NatsCredentials.NKey::new).ifPresent(all::add);
    settings.secret("creds").optional().map(NatsCredentials.Creds::new).ifPresent(all::add);
    if (all.size() > 1) {
      settings.problem(
          "url",
          "has credentials in more than one form",
          "keep one of: those in the address, username and password, token, nkey, creds");
    }
    return all.isEmpty() ? new NatsCredentials.Anonymous() : all.getFirst();
  }

  private @Nullable NatsCredentials inAddress() {
    Secret user = given.getFirst().user();
    Secret password = given.getFirst().password();
    if (user == null) {
      return null;
    }
    return password == null
        ? new NatsCredentials.Token(user)
        : new NatsCredentials.Password(user.reveal(), password);
  }

  private @Nullable Tls tls() {
    Settings section = settings.section("tls");
    Tls tls = Tls.from(section);
    return section.present() || encrypted(given.getFirst()) ? tls : null;
  }
}
